namespace Weir.Simd;

/// <summary>The regularized incomplete beta function, by its continued fraction.</summary>
internal static class IncompleteBeta
{
    private const int MostTerms = 10_000;
    private const double Tiny = 1e-300;

    /// <summary>I(x; a, b); NaN for a or b not above 0 and for x outside 0..1.</summary>
    public static double Regularized(double a, double b, double x)
    {
        if (!(a > 0) || !(b > 0) || !(x >= 0 && x <= 1)) return double.NaN;
        if (x is 0 or 1) return x;
        double logFactor = (a * Math.Log(x)) + (b * Log1pOf.Of(-x)) + GammaFunctions.LogGamma(a + b) - GammaFunctions.LogGamma(a) - GammaFunctions.LogGamma(b);
        return x < (a + 1) / (a + b + 2) ? Math.Exp(logFactor) * Fraction(a, b, x) / a : 1 - (Math.Exp(logFactor) * Fraction(b, a, 1 - x) / b);
    }

    // Lentz's way from the near end: numerators and denominators as quotients of neighbours.
    private static double Fraction(double a, double b, double x)
    {
        double c = 1, d = 1 / NotZero(1 - ((a + b) * x / (a + 1))), value = d;
        for (int m = 1; m < MostTerms; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / NotZero(1 + (even * d));
            c = NotZero(1 + (even / c));
            value *= c * d;
            double odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / NotZero(1 + (odd * d));
            c = NotZero(1 + (odd / c));
            value *= c * d;
            if (Math.Abs((c * d) - 1) < 1e-16) break;
        }

        return value;
    }

    private static double NotZero(double x) => Math.Abs(x) < Tiny ? Tiny : x;
}
