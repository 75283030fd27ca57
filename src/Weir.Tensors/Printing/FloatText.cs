using System.Globalization;

namespace Weir.Printing;

/// <summary>What happens to zeros at the end of a number.</summary>
internal enum Trim
{
    /// <summary>They stay, and zeros are added up to the precision: <c>1.50</c>.</summary>
    Keep,

    /// <summary>They go, the point stays: <c>1.</c>.</summary>
    LeavePoint,

    /// <summary>They go but for one after the point: <c>1.0</c>.</summary>
    LeaveZero,

    /// <summary>They go with the point: <c>1</c>.</summary>
    All,
}

/// <summary>One finite float as text.</summary>
/// <remarks>Source: numpy's <c>format_float_positional</c> and <c>format_float_scientific</c> (dragon4.c, numpy 1.26).</remarks>
internal readonly record struct FloatText
{
    /// <summary>The most digits after the point; null for as many as are needed.</summary>
    public int? Precision { get; init; }

    /// <summary>The fewest digits after the point; 0 still asks for every digit before it. Null: zeros may stand for digits that tell nothing apart.</summary>
    public int? MinDigits { get; init; }

    /// <summary>Whether to stop once the number can be told from its neighbours.</summary>
    public bool IsUnique { get; init; }

    public Trim Trim { get; init; }

    /// <summary>Whether a plus stands before numbers that are not negative.</summary>
    public bool HasPlus { get; init; }

    /// <summary>The characters before the point.</summary>
    public int PadLeft { get; init; }

    /// <summary>The characters after the point, without exponent.</summary>
    public int PadRight { get; init; }

    /// <summary>The fewest digits of the exponent.</summary>
    public int ExponentDigits { get; init; }

    public string Positional(double value, FloatKind kind)
    {
        FloatDigits number = IsUnique ? FloatDigits.Shortest(value, kind) : FloatDigits.Fixed(value, Precision!.Value);
        int count = Math.Max(0, number.Digits.Length - number.Point);
        if (IsUnique && count > Precision) number = FloatDigits.Fixed(value, Precision.Value);
        else if (IsUnique && number.Digits.Length - number.Point < MinDigits) number = FloatDigits.Fixed(value, MinDigits.Value);

        (string digits, int point) = number;
        string whole = point <= 0 || digits.Length == 0 ? "0" : digits.Length <= point ? digits.PadRight(point, '0') : digits[..point];
        string fraction = digits.Length <= point ? "" : point >= 0 ? digits[point..] : new string('0', -point) + digits;
        return Compose(value, whole, Trimmed(fraction));
    }

    public string Scientific(double value, FloatKind kind)
    {
        FloatDigits number = FloatDigits.Shortest(value, kind);
        if (number.Digits.Length - 1 > Precision) number = FloatDigits.Significant(value, Precision.Value + 1);
        else if (number.Digits.Length - 1 < MinDigits) number = FloatDigits.Significant(value, MinDigits.Value + 1);

        bool isZero = number.Digits.Length == 0;
        int exponent = isZero ? 0 : number.Point - 1;
        string text = Compose(value, isZero ? "0" : number.Digits[..1], Trimmed(isZero ? "" : number.Digits[1..]));
        string size = Math.Abs(exponent).ToString(CultureInfo.InvariantCulture).PadLeft(Math.Max(2, ExponentDigits), '0');
        return text + (exponent < 0 ? "e-" : "e+") + size;
    }

    private string Trimmed(string fraction) => Trim == Trim.Keep ? fraction.PadRight(Math.Max(Precision ?? 0, MinDigits ?? 0), '0') : fraction.TrimEnd('0');

    private string Compose(double value, string whole, string fraction)
    {
        string sign = double.IsNegative(value) ? "-" : HasPlus ? "+" : "";
        if (fraction.Length == 0 && Trim == Trim.LeaveZero) fraction = "0";
        string point = fraction.Length == 0 && Trim == Trim.All ? "" : ".";
        return (sign + whole).PadLeft(PadLeft) + point + fraction.PadRight(PadRight);
    }
}
