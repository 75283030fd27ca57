using System.Globalization;

namespace Weir.Protos.Text;

/// <summary>Floating-point numbers as text. <c>Write</c>: as Python prints them, the shortest text that reads back, always with a point
/// or an exponent.</summary>
internal static class FloatText
{
    private const int LongestText = 32;

    /// <summary>By the number of digits after the first.</summary>
    private static readonly string[] ScientificFormats = [.. Enumerable.Range(0, 17).Select(digits => string.Create(CultureInfo.InvariantCulture, $"E{digits}"))];

    /// <summary>Rounds to six significant digits, or more where fewer would not read back; subnormals so keep six.</summary>
    public static void Write(float value, ByteWriter output)
    {
        double shortest = value;
        if (float.IsFinite(value))
        {
            Span<byte> text = stackalloc byte[LongestText];
            for (int digits = 6; digits <= 9; digits++)
            {
                // Formatting takes the double, which is the same number, so that digits beyond a float's nine are exact.
                ((double)value).TryFormat(text, out int length, ScientificFormats[digits - 1], CultureInfo.InvariantCulture);
                shortest = double.Parse(text[..length], CultureInfo.InvariantCulture);
                if ((float)shortest == value)
                    break;
            }
        }
        Write(shortest, output);
    }

    /// <summary>Fixed notation from 1e-4 up to 1e16, with exponents of at least two digits beyond.</summary>
    public static void Write(double value, ByteWriter output)
    {
        if (!TryWriteSign(value, output))
            return;
        Span<byte> digits = stackalloc byte[LongestText];
        Span<byte> text = stackalloc byte[LongestText];
        Math.Abs(value).TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        (int count, int exponent) = Digits(text[..length], digits);
        if (exponent is >= -4 and < 16)
        {
            Fixed(digits[..count], exponent, output);
            if (count <= exponent + 1)
                output.Bytes(".0"u8);
        }
        else
        {
            Scientific(digits[..count], exponent, output);
        }
    }

    /// <summary>As C prints <c>%g</c>: with six digits, or with nine where six do not read back.</summary>
    public static void WriteGeneral(float value, ByteWriter output) => WriteGeneral(value, 6, 9, text => (float)text == value, output);

    /// <summary>As C prints <c>%g</c>: with fifteen digits, or with seventeen where fifteen do not read back.</summary>
    public static void WriteGeneral(double value, ByteWriter output) => WriteGeneral(value, 15, 17, text => text == value, output);

    private static void WriteGeneral(double value, int few, int many, Func<double, bool> readsBack, ByteWriter output)
    {
        if (!TryWriteSign(value, output))
            return;
        Span<byte> text = stackalloc byte[LongestText];
        value.TryFormat(text, out int length, ScientificFormats[few - 1], CultureInfo.InvariantCulture);
        int precision = readsBack(double.Parse(text[..length], CultureInfo.InvariantCulture)) ? few : many;
        Math.Abs(value).TryFormat(text, out length, ScientificFormats[precision - 1], CultureInfo.InvariantCulture);
        Span<byte> digits = stackalloc byte[LongestText];
        (int count, int exponent) = Digits(text[..length], digits);
        if (exponent >= -4 && exponent < precision)
            Fixed(digits[..count], exponent, output);
        else
            Scientific(digits[..count], exponent, output);
    }

    /// <summary>Writes the minus, or all of what is no number; the result says whether digits follow.</summary>
    private static bool TryWriteSign(double value, ByteWriter output)
    {
        if (double.IsNaN(value))
            output.Bytes("nan"u8);
        else if (double.IsInfinity(value))
            output.Bytes(value > 0 ? "inf"u8 : "-inf"u8);
        else if (double.IsNegative(value))
            output.Byte((byte)'-');
        return double.IsFinite(value);
    }

    /// <summary>The digits of a formatted magnitude, without zeros at either end, and the power of ten of the first.</summary>
    /// <remarks>Where .NET goes over to exponents has changed between its versions, so both of its forms are read here.</remarks>
    private static (int Count, int Exponent) Digits(ReadOnlySpan<byte> text, Span<byte> digits)
    {
        int exponent = 0;
        if (text.IndexOf((byte)'E') is >= 0 and int e)
        {
            exponent = int.Parse(text[(e + 1)..], CultureInfo.InvariantCulture);
            text = text[..e];
        }
        int point = text.IndexOf((byte)'.');
        exponent += (point < 0 ? text.Length : point) - 1;
        int count = 0;
        foreach (byte b in text)
        {
            if (b == '0' && count == 0)
                exponent--;
            else if (b != '.')
                digits[count++] = b;
        }
        count = digits[..count].TrimEnd((byte)'0').Length;
        return count == 0 ? (0, 0) : (count, exponent);
    }

    private static void Fixed(ReadOnlySpan<byte> digits, int exponent, ByteWriter output)
    {
        int integers = exponent + 1;
        if (integers <= 0)
        {
            output.Bytes("0."u8);
            output.Fill((byte)'0', -integers);
            output.Bytes(digits);
            return;
        }
        output.Bytes(digits[..Math.Min(integers, digits.Length)]);
        output.Fill((byte)'0', Math.Max(integers - digits.Length, 0));
        if (digits.Length <= integers)
            return;
        output.Byte((byte)'.');
        output.Bytes(digits[integers..]);
    }

    private static void Scientific(ReadOnlySpan<byte> digits, int exponent, ByteWriter output)
    {
        output.Byte(digits[0]);
        if (digits.Length > 1)
        {
            output.Byte((byte)'.');
            output.Bytes(digits[1..]);
        }
        output.Bytes(exponent < 0 ? "e-"u8 : "e+"u8);
        Math.Abs(exponent).TryFormat(output.Reserve(LongestText), out int length, "00", CultureInfo.InvariantCulture);
        output.Advance(length);
    }
}
