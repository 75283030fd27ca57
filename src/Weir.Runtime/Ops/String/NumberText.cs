using System.Globalization;
using System.Numerics;

namespace Weir.Ops;

/// <summary>Reads numbers as TensorFlow's numbers.cc does: blanks around them are passed over, anything else is refused.</summary>
internal static class NumberText
{
    /// <summary>A whole number in decimal, without a plus sign.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        text = Trim(text);
        value = 0;
        bool isNegative = text is [(byte)'-', ..];
        if (isNegative) text = text[1..];
        if (text.IsEmpty) return false;
        foreach (byte digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9') return false;
            int number = digit - '0';
            if (value < (long.MinValue + number) / 10) return false;
            value = (value * 10) - number;
        }

        if (!isNegative && value == long.MinValue) return false;
        value = isNegative ? value : -value;
        return true;
    }

    /// <summary>The same, where it fits 32 bits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out int value)
    {
        bool isParsed = TryParse(text, out long wide) && wide is >= int.MinValue and <= int.MaxValue;
        value = isParsed ? (int)wide : 0;
        return isParsed;
    }

    public static bool TryParse(ReadOnlySpan<byte> text, out float value)
    {
        if (IsSpecial(text, out double special)) value = (float)special;
        else if (!IsNumber(Trim(text)) || !float.TryParse(Trim(text), NumberStyles.Float, CultureInfo.InvariantCulture, out value)) return Refuse(out value);
        return true;
    }

    /// <summary>A number in decimal, or whole in hexadecimal; <c>inf</c> and <c>nan</c> in any case. Blanks alone are 0.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        if (IsSpecial(text, out value)) return true;
        return (IsNumber(Trim(text)) && double.TryParse(Trim(text), NumberStyles.Float, CultureInfo.InvariantCulture, out value)) || Refuse(out value);
    }

    private static bool Refuse<T>(out T value)
        where T : struct
    {
        value = default;
        return false;
    }

    private static bool IsSpecial(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        ReadOnlySpan<byte> trimmed = Trim(text);
        if (trimmed.IsEmpty) return !text.IsEmpty;
        bool isNegative = trimmed[0] == '-';
        ReadOnlySpan<byte> number = trimmed[0] is (byte)'-' or (byte)'+' ? trimmed[1..] : trimmed;
        if (EqualsLetters(number, "inf"u8)) value = double.PositiveInfinity;
        else if (EqualsLetters(number, "nan"u8)) value = double.NaN;
        else if (number is [(byte)'0', (byte)'x' or (byte)'X', _, ..] && IsHexadecimal(number[2..])) value = Hexadecimal(number[2..]);
        else return false;
        if (isNegative) value = -value;
        return true;
    }

    /// <summary>Digits, at most one point among or beside them, and an exponent that has digits.</summary>
    private static bool IsNumber(ReadOnlySpan<byte> text)
    {
        int at = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        int whole = Digits(text, ref at), fraction = 0;
        if (at < text.Length && text[at] == '.')
        {
            at++;
            fraction = Digits(text, ref at);
        }

        if (whole + fraction == 0) return false;
        if (at < text.Length && text[at] is (byte)'e' or (byte)'E')
        {
            at++;
            if (at < text.Length && text[at] is (byte)'-' or (byte)'+') at++;
            if (Digits(text, ref at) == 0) return false;
        }

        return at == text.Length;
    }

    private static int Digits(ReadOnlySpan<byte> text, ref int at)
    {
        int start = at;
        while (at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9') at++;
        return at - start;
    }

    private static bool IsHexadecimal(ReadOnlySpan<byte> text)
    {
        foreach (byte digit in text)
        {
            if (!char.IsAsciiHexDigit((char)digit)) return false;
        }

        return true;
    }

    private static double Hexadecimal(ReadOnlySpan<byte> digits) =>
        (double)BigInteger.Parse("0" + System.Text.Encoding.ASCII.GetString(digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static bool EqualsLetters(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) => System.Text.Ascii.EqualsIgnoreCase(text, lower);

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(AsciiBlanks.All);
}
