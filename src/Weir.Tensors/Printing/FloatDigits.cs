using System.Globalization;
using System.Numerics;

namespace Weir.Printing;

/// <summary>The decimal digits of a finite number without its sign: 0.d1d2d3... times ten to the power of <paramref name="Point"/>.</summary>
/// <param name="Digits">Without leading zeros; none for zero.</param>
/// <param name="Point">How many digits stand before the decimal point; may be negative.</param>
internal readonly record struct FloatDigits(string Digits, int Point)
{
    /// <summary>The fewest digits that read back as the same number.</summary>
    public static FloatDigits Shortest(double value, FloatKind kind)
    {
        value = Math.Abs(value);
        string text = kind switch
        {
            FloatKind.Float16 => ((Half)value).ToString("R", CultureInfo.InvariantCulture),
            FloatKind.Float32 => ((float)value).ToString("R", CultureInfo.InvariantCulture),
            _ => value.ToString("R", CultureInfo.InvariantCulture),
        };
        int exponentAt = text.IndexOf('E', StringComparison.Ordinal);
        int exponent = exponentAt < 0 ? 0 : int.Parse(text.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string number = exponentAt < 0 ? text : text[..exponentAt];
        int pointAt = number.IndexOf('.', StringComparison.Ordinal);
        string digits = number.Replace(".", "", StringComparison.Ordinal);
        int point = (pointAt < 0 ? digits.Length : pointAt) + exponent;
        int zeros = digits.Length - digits.TrimStart('0').Length;
        digits = digits.Trim('0');
        return new FloatDigits(digits, digits.Length == 0 ? 0 : point - zeros);
    }

    /// <summary>The exact value rounded to so many digits after the point, ties to even.</summary>
    public static FloatDigits Fixed(double value, int fractionDigits)
    {
        BigInteger scaled = Scaled(Math.Abs(value), fractionDigits);
        string digits = scaled.IsZero ? "" : scaled.ToString(CultureInfo.InvariantCulture);
        return new FloatDigits(digits, digits.Length - fractionDigits);
    }

    /// <summary>The exact value rounded to so many digits in all, ties to even.</summary>
    public static FloatDigits Significant(double value, int count)
    {
        if (value == 0) return new FloatDigits("", 0);
        int point = Shortest(value, FloatKind.Float64).Point;
        FloatDigits rounded = Fixed(value, count - point);
        if (rounded.Digits.Length < count) rounded = Fixed(value, count - point + 1);
        // 9.99 may round to 10.0: one digit more, and it is a zero.
        return rounded.Digits.Length > count ? rounded with { Digits = rounded.Digits[..count] } : rounded;
    }

    /// <summary>value * 10^power, rounded to an integer, ties to even.</summary>
    private static BigInteger Scaled(double value, int power)
    {
        if (value == 0) return BigInteger.Zero;
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52);
        long mantissa = bits & ((1L << 52) - 1);
        if (exponent == 0) exponent++;
        else mantissa |= 1L << 52;
        exponent -= 1075;

        BigInteger numerator = mantissa, denominator = BigInteger.One;
        if (exponent > 0) numerator <<= exponent;
        else denominator <<= -exponent;
        if (power > 0) numerator *= BigInteger.Pow(10, power);
        else denominator *= BigInteger.Pow(10, -power);
        BigInteger quotient = BigInteger.DivRem(numerator, denominator, out BigInteger rest);
        int half = (rest * 2).CompareTo(denominator);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
