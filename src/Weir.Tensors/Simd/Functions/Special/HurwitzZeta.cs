namespace Weir.Simd;

/// <summary>Hurwitz's zeta function, the sum of (q + k)^-x over k from 0, by Euler's and Maclaurin's formula; and the polygamma functions.</summary>
internal static class HurwitzZeta
{
    private const int Summed = 12;

    // (2k)! / B(2k).
    private static readonly double[] Divisors =
    [
        12, -720, 30240, -1209600, 47900160, -1307674368000.0 / 691, 74724249600, -10670622842880000.0 / 3617, 5109094217170944000.0 / 43867,
        -802857662698291200000.0 / 174611, 14101100039391805440000.0 / 77683, -1693824136731743669452800000.0 / 236364091,
    ];

    /// <summary>The sum; infinite at x = 1, NaN for x below 1. A negative q needs a whole x.</summary>
    public static double Of(double x, double q)
    {
        if (x == 1) return double.PositiveInfinity;
        if (!(x > 1)) return double.NaN;
        if (double.IsNaN(q)) return q;
        if (double.IsInfinity(x)) return q > 1 ? 0 : q == 1 ? 1 : double.PositiveInfinity;
        if (q <= 0)
        {
            if (q == Math.Floor(q)) return x == Math.Floor(x) && x % 2 == 0 ? double.PositiveInfinity : double.NaN;
            if (x != Math.Floor(x)) return double.NaN;
            return OfNegative(x, q);
        }

        double sum = 0, base0 = q;
        for (int k = 0; k < Summed; k++, base0++)
        {
            double term = Math.Pow(base0, -x);
            sum += term;
            if (term < sum * 1e-17) return sum;
        }

        double last = Math.Pow(base0, -x), factor = x;
        sum += (base0 * last / (x - 1)) + (0.5 * last);
        double power = last / base0;
        for (int k = 0; k < Divisors.Length; k++)
        {
            double term = factor * power / Divisors[k];
            sum += term;
            if (Math.Abs(term) < Math.Abs(sum) * 1e-17) break;
            factor *= (x + (2 * k) + 1) * (x + (2 * k) + 2);
            power /= base0 * base0;
        }

        return sum;
    }

    // The terms of bases below 0 are those of bases above 0, with the sign of a whole x's power: a difference of two sums.
    private static double OfNegative(double x, double q)
    {
        double above = q - Math.Floor(q), below = 1 - above;
        double negative = Of(x, below) - Of(x, below - Math.Floor(q));
        return Of(x, above) + (x % 2 == 0 ? negative : -negative);
    }

    /// <summary>The n-th derivative of digamma; NaN unless n is whole and not negative.</summary>
    public static double Polygamma(double n, double x)
    {
        if (!(n >= 0) || n != Math.Floor(n)) return double.NaN;
        if (n == 0) return GammaFunctions.Digamma(x);
        double size = Math.Exp(GammaFunctions.LogGamma(n + 1)) * Of(n + 1, x);
        return n % 2 == 0 ? -size : size;
    }
}
