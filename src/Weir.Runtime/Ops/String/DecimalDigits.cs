using System.Globalization;

namespace Weir.Ops;

/// <summary>A finite number in decimal, exactly; rounded as C's printf does it, half to even.</summary>
internal readonly struct DecimalDigits
{
    /// <summary>More digits than any double has.</summary>
    private const string Exact = "E766";

    private readonly string digits;

    private DecimalDigits(bool isNegative, string digits, int exponent)
    {
        IsNegative = isNegative;
        this.digits = digits;
        Exponent = exponent;
    }

    public bool IsNegative { get; }

    /// <summary>The power of ten of the first digit.</summary>
    public int Exponent { get; }

    public static DecimalDigits Of(double value)
    {
        string text = Math.Abs(value).ToString(Exact, CultureInfo.InvariantCulture);
        int mark = text.IndexOf('E', StringComparison.Ordinal);
        string digits = string.Concat(text.AsSpan(0, 1), text.AsSpan(2, mark - 2)).TrimEnd('0');
        return new DecimalDigits(double.IsNegative(value), digits, int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }

    /// <summary>With so many digits behind the point: <c>%.3f</c>.</summary>
    public string Fixed(int precision, bool keepsPoint)
    {
        DecimalDigits rounded = Round(Exponent + 1 + precision);
        string whole = rounded.Exponent < 0 ? "0" : rounded.Digits(0, rounded.Exponent + 1);
        return whole + Fraction(rounded.Digits(rounded.Exponent + 1, precision), keepsPoint);
    }

    /// <summary>One digit before the point: <c>%.3e</c>.</summary>
    public string Scientific(int precision, bool keepsPoint)
    {
        DecimalDigits rounded = Round(1 + precision);
        return rounded.Digits(0, 1) + Fraction(rounded.Digits(1, precision), keepsPoint) + rounded.ExponentText();
    }

    /// <summary>So many digits, in the shorter of both forms, without zeros at the end: <c>%.3g</c>.</summary>
    public string Shortest(int precision, bool keepsPoint)
    {
        int count = Math.Max(1, precision);
        DecimalDigits rounded = Round(count);
        int exponent = rounded.Exponent;
        bool isFixed = exponent >= -4 && exponent < count;
        int behind = isFixed ? count - 1 - exponent : count - 1;
        string fraction = rounded.Digits(isFixed ? exponent + 1 : 1, behind);
        if (!keepsPoint) fraction = fraction.TrimEnd('0');
        if (!isFixed) return rounded.Digits(0, 1) + Fraction(fraction, keepsPoint) + rounded.ExponentText();
        return (exponent < 0 ? "0" : rounded.Digits(0, exponent + 1)) + Fraction(fraction, keepsPoint);
    }

    private static string Fraction(string digits, bool keepsPoint) => digits.Length > 0 ? "." + digits : keepsPoint ? "." : "";

    private string ExponentText() => string.Create(CultureInfo.InvariantCulture, $"e{(Exponent < 0 ? '-' : '+')}{Math.Abs(Exponent):00}");

    /// <summary>Digits from a place counted from the first one; beyond both ends there are zeros.</summary>
    private string Digits(int from, int count)
    {
        string known = digits;
        return string.Create(count, from, (text, start) =>
        {
            for (int i = 0; i < text.Length; i++) text[i] = start + i >= 0 && start + i < known.Length ? known[start + i] : '0';
        });
    }

    /// <summary>Keeps so many digits, 0 or fewer where all of the number is too small.</summary>
    private DecimalDigits Round(int count)
    {
        if (count >= digits.Length) return this;
        if (count < 0) return new DecimalDigits(IsNegative, "", Exponent);
        bool isHalf = digits[count] == '5' && count + 1 == digits.Length;
        bool isUp = isHalf ? count > 0 && (digits[count - 1] - '0') % 2 == 1 : digits[count] >= '5';
        string kept = digits[..count];
        if (!isUp) return new DecimalDigits(IsNegative, kept, Exponent);
        int last = kept.Length - 1;
        while (last >= 0 && kept[last] == '9') last--;
        return last < 0
            ? new DecimalDigits(IsNegative, "1", Exponent + 1)
            : new DecimalDigits(IsNegative, string.Concat(kept.AsSpan(0, last), ((char)(kept[last] + 1)).ToString()), Exponent);
    }
}
