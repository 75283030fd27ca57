using System.Numerics;

namespace Weir.Printing;

/// <summary>A number that stands alone, as numpy's scalars and Python's numbers print themselves.</summary>
internal static class ScalarText
{
    public static string Float(double value, FloatKind kind, Trim trim, bool hasPlus = false)
    {
        string plus = hasPlus ? "+" : "";
        if (double.IsNaN(value)) return plus + "nan";
        if (double.IsInfinity(value)) return value < 0 ? "-inf" : plus + "inf";
        double size = Math.Abs(value);
        bool isPositional = size == 0 || size is >= 1e-4 and < 1e16;
        FloatText text = new() { IsUnique = true, HasPlus = hasPlus, Trim = isPositional ? trim : Trim.All };
        return isPositional ? text.Positional(value, kind) : text.Scientific(value, kind);
    }

    /// <summary>So many significant digits at most, as C prints <c>%g</c>.</summary>
    public static string General(double value, Trim trim, int digits)
    {
        if (!double.IsFinite(value)) return Float(value, FloatKind.Float64, trim);
        int point = FloatDigits.Significant(value, digits).Point;
        bool isPositional = value == 0 || (point > -4 && point <= digits);
        FloatText text = new() { IsUnique = true, Trim = isPositional ? trim : Trim.All, Precision = isPositional ? digits - point : digits - 1 };
        return isPositional ? text.Positional(value, FloatKind.Float64) : text.Scientific(value, FloatKind.Float64);
    }

    public static string Complex(Complex value, FloatKind kind)
    {
        string imaginary = Float(value.Imaginary, kind, Trim.All);
        if (value.Real == 0 && !double.IsNegative(value.Real)) return imaginary + "j";
        return $"({Float(value.Real, kind, Trim.All)}{Float(value.Imaginary, kind, Trim.All, hasPlus: true)}j)";
    }
}
