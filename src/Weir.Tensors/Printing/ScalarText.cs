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

    public static string Complex(Complex value, FloatKind kind)
    {
        string imaginary = Float(value.Imaginary, kind, Trim.All);
        if (value.Real == 0 && !double.IsNegative(value.Real)) return imaginary + "j";
        return $"({Float(value.Real, kind, Trim.All)}{Float(value.Imaginary, kind, Trim.All, hasPlus: true)}j)";
    }
}
