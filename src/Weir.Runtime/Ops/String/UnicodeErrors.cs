namespace Weir.Ops;

/// <summary>What the Unicode ops do with bytes that are no characters, and with control characters.</summary>
internal sealed class UnicodeErrors(string mode, int replacement, bool replacesControls)
{
    private const int LastControl = 0x1F;

    public bool IsStrict => mode == "strict";

    public bool IsIgnoring => mode == "ignore";

    /// <exception cref="TfException">INVALID_ARGUMENT: the replacement is no code point.</exception>
    public static UnicodeErrors Of(KernelRequest r, bool hasControls)
    {
        long replacement = r.Int("replacement_char");
        if (replacement is < 0 or > Patterns.RuneSet.MaxRune)
        {
            throw new TfException(StatusCode.InvalidArgument, "replacement_char out of unicode codepoint range");
        }

        return new UnicodeErrors(r.String("errors"), (int)replacement, hasControls && r.Bool("replace_control_characters"));
    }

    /// <summary>What stands for a character.</summary>
    /// <returns>A code point; -1: nothing.</returns>
    /// <exception cref="TfException">INVALID_ARGUMENT: errors are not allowed.</exception>
    public int Resolve(int rune)
    {
        if (rune >= 0 && !(replacesControls && rune <= LastControl)) return rune;
        if (rune < 0 && IsStrict) throw new TfException(StatusCode.InvalidArgument, "Invalid formatting on input string");
        return IsIgnoring ? -1 : replacement;
    }

    /// <summary>What stands for a number that is no code point, or one that is set apart for no character.</summary>
    public int Replacement => replacement;
}
