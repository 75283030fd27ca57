using System.Globalization;
using System.Text;

namespace Weir.Printing;

/// <summary>Python's <c>repr</c> of bytes, text and floats.</summary>
internal static class PythonRepr
{
    public static string Bytes(ReadOnlySpan<byte> value)
    {
        char quote = value.Contains((byte)'\'') && !value.Contains((byte)'"') ? '"' : '\'';
        StringBuilder text = new StringBuilder("b").Append(quote);
        foreach (byte b in value)
        {
            if (b is < 0x20 or > 0x7e) AppendControl(text, b);
            else AppendPlain(text, (char)b, quote);
        }

        return text.Append(quote).ToString();
    }

    public static string Text(string value)
    {
        char quote = value.Contains('\'', StringComparison.Ordinal) && !value.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        StringBuilder text = new StringBuilder().Append(quote);
        for (int i = 0; i < value.Length; i++)
        {
            if (!Rune.TryGetRuneAt(value, i, out Rune rune)) text.Append(CultureInfo.InvariantCulture, $"\\u{(int)value[i]:x4}");
            else if (rune.Value is < 0x20 or 0x7f) AppendControl(text, (byte)rune.Value);
            else if (rune.IsAscii) AppendPlain(text, (char)rune.Value, quote);
            else if (IsPrintable(rune)) text.Append(rune.ToString());
            else if (rune.Value <= 0xff) text.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}");
            else if (rune.IsBmp) text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else text.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
            if (rune.Utf16SequenceLength == 2) i++;
        }

        return text.Append(quote).ToString();
    }

    /// <summary>The shortest digits, with an exponent below 1e-4 and from 1e16 on.</summary>
    public static string Float(double value) => ScalarText.Float(value, FloatKind.Float64, Trim.LeaveZero);

    private static void AppendPlain(StringBuilder text, char c, char quote)
    {
        if (c == quote || c == '\\') text.Append('\\');
        text.Append(c);
    }

    private static void AppendControl(StringBuilder text, byte b)
    {
        switch (b)
        {
            case (byte)'\t': text.Append("\\t"); break;
            case (byte)'\n': text.Append("\\n"); break;
            case (byte)'\r': text.Append("\\r"); break;
            default: text.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}"); break;
        }
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
