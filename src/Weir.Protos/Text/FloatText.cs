using System.Globalization;

namespace Weir.Protos.Text;

/// <summary>Floating-point numbers as Python prints them: the shortest text that reads back, always with a point or an exponent.</summary>
internal static class FloatText
{
    private const int LongestText = 32;

    private static readonly string[] ScientificFormats = ["E5", "E6", "E7", "E8"];

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
                ((double)value).TryFormat(text, out int length, ScientificFormats[digits - 6], CultureInfo.InvariantCulture);
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
        if (!double.IsFinite(value))
        {
            output.Bytes(double.IsNaN(value) ? "nan"u8 : value > 0 ? "inf"u8 : "-inf"u8);
            return;
        }
        if (double.IsNegative(value))
            output.Byte((byte)'-');
        Span<byte> digits = stackalloc byte[LongestText];
        (int count, int exponent) = ShortestDigits(Math.Abs(value), digits);
        if (exponent is >= -4 and < 16)
            Fixed(digits[..count], exponent, output);
        else
            Scientific(digits[..count], exponent, output);
    }

    /// <summary>The digits that read back, without zeros at either end, and the power of ten of the first.</summary>
    /// <remarks>Where .NET goes over to exponents has changed between its versions, so both of its forms are read here.</remarks>
    private static (int Count, int Exponent) ShortestDigits(double magnitude, Span<byte> digits)
    {
        Span<byte> text = stackalloc byte[LongestText];
        magnitude.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        text = text[..length];
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
        output.Byte((byte)'.');
        output.Bytes(digits.Length > integers ? digits[integers..] : "0"u8);
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
