using System.Globalization;
using System.Text;

namespace Weir.Ops;

/// <summary>Unicode's full mappings of case, without a language: some letters become several, and a sigma at a word's end has a form of its own.</summary>
internal static class FullCase
{
    /// <summary>The upper cases that .NET's invariant mapping of single letters does not give, from Unicode's SpecialCasing.</summary>
    private const string SpecialUppers =
        "DF=53+53 131=49 149=2BC+4E 17F=53 1F0=4A+30C 390=399+308+301 3B0=3A5+308+301 587=535+552 1E96=48+331 1E97=54+308 "
        + "1E98=57+30A 1E99=59+30A 1E9A=41+2BE 1F50=3A5+313 1F52=3A5+313+300 1F54=3A5+313+301 1F56=3A5+313+342 1F80=1F08+399 "
        + "1F81=1F09+399 1F82=1F0A+399 1F83=1F0B+399 1F84=1F0C+399 1F85=1F0D+399 1F86=1F0E+399 1F87=1F0F+399 1F88=1F08+399 "
        + "1F89=1F09+399 1F8A=1F0A+399 1F8B=1F0B+399 1F8C=1F0C+399 1F8D=1F0D+399 1F8E=1F0E+399 1F8F=1F0F+399 1F90=1F28+399 "
        + "1F91=1F29+399 1F92=1F2A+399 1F93=1F2B+399 1F94=1F2C+399 1F95=1F2D+399 1F96=1F2E+399 1F97=1F2F+399 1F98=1F28+399 "
        + "1F99=1F29+399 1F9A=1F2A+399 1F9B=1F2B+399 1F9C=1F2C+399 1F9D=1F2D+399 1F9E=1F2E+399 1F9F=1F2F+399 1FA0=1F68+399 "
        + "1FA1=1F69+399 1FA2=1F6A+399 1FA3=1F6B+399 1FA4=1F6C+399 1FA5=1F6D+399 1FA6=1F6E+399 1FA7=1F6F+399 1FA8=1F68+399 "
        + "1FA9=1F69+399 1FAA=1F6A+399 1FAB=1F6B+399 1FAC=1F6C+399 1FAD=1F6D+399 1FAE=1F6E+399 1FAF=1F6F+399 1FB2=1FBA+399 "
        + "1FB3=391+399 1FB4=386+399 1FB6=391+342 1FB7=391+342+399 1FBC=391+399 1FC2=1FCA+399 1FC3=397+399 1FC4=389+399 "
        + "1FC6=397+342 1FC7=397+342+399 1FCC=397+399 1FD2=399+308+300 1FD3=399+308+301 1FD6=399+342 1FD7=399+308+342 "
        + "1FE2=3A5+308+300 1FE3=3A5+308+301 1FE4=3A1+313 1FE6=3A5+342 1FE7=3A5+308+342 1FF2=1FFA+399 1FF3=3A9+399 1FF4=38F+399 "
        + "1FF6=3A9+342 1FF7=3A9+342+399 1FFC=3A9+399 FB00=46+46 FB01=46+49 FB02=46+4C FB03=46+46+49 FB04=46+46+4C FB05=53+54 "
        + "FB06=53+54 FB13=544+546 FB14=544+535 FB15=544+53B FB16=54E+546 FB17=544+53D ";

    private const char CapitalSigma = '\u03A3';
    private const char FinalSigma = '\u03C2';

    private static readonly Dictionary<char, string> Uppers = SpecialUppers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry.Split('='))
        .ToDictionary(entry => Letter(entry[0]), entry => string.Concat(entry[1].Split('+').Select(Letter)));

    public static string ToUpper(string text)
    {
        string simple = text.ToUpperInvariant();
        StringBuilder mapped = new(simple.Length);
        foreach (char letter in simple)
        {
            if (letter >= 0x80 && Uppers.TryGetValue(letter, out string? upper)) mapped.Append(upper);
            else mapped.Append(letter);
        }

        return mapped.ToString();
    }

    public static string ToLower(string text)
    {
        string simple = text.ToLowerInvariant();
        StringBuilder mapped = new(simple.Length);
        for (int i = 0; i < simple.Length; i++)
        {
            if (text[i] == '\u0130') mapped.Append("i\u0307");
            else mapped.Append(text[i] == CapitalSigma && IsFinal(text, i) ? FinalSigma : simple[i]);
        }

        return mapped.ToString();
    }

    /// <summary>Whether a letter stands before and none behind; marks in between do not count.</summary>
    private static bool IsFinal(string text, int at) => HasLetter(text, at - 1, -1) && !HasLetter(text, at + 1, 1);

    private static bool HasLetter(string text, int at, int step)
    {
        while (at >= 0 && at < text.Length && IsIgnorable(text[at])) at += step;
        return at >= 0 && at < text.Length && char.IsLetter(text[at]);
    }

    private static bool IsIgnorable(char c) => c is '\'' or '.' or ':' or '^' or '`' or '\u00A8' or '\u00B7' or '\u2019'
        || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierSymbol or UnicodeCategory.ModifierLetter;

    private static char Letter(string hexadecimal) => (char)int.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
