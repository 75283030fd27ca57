namespace Weir.Simd;

/// <summary>The regularized incomplete gamma functions P and Q = 1 - P, and the derivative of P by its first argument.</summary>
/// <remarks>A power series where x is small or below a, Legendre's continued fraction elsewhere; derivatives go along term by term.</remarks>
internal static class IncompleteGamma
{
    private const int MostTerms = 20_000;

    /// <summary>P(a, x): 0 at x = 0; NaN for negative x or a not above 0.</summary>
    public static double Lower(double a, double x)
    {
        if (x == 0) return 0;
        if (IsOutside(a, x)) return double.NaN;
        if (double.IsInfinity(a)) return double.IsInfinity(x) ? double.NaN : 0;
        return double.IsInfinity(x) ? 1 : UsesSeries(a, x) ? Series(a, x).P : 1 - Fraction(a, x).Q;
    }

    /// <summary>Q(a, x).</summary>
    public static double Upper(double a, double x)
    {
        if (IsOutside(a, x)) return double.NaN;
        if (double.IsInfinity(a)) return double.IsInfinity(x) ? double.NaN : 1;
        return x == 0 ? 1 : double.IsInfinity(x) ? 0 : UsesSeries(a, x) ? 1 - Series(a, x).P : Fraction(a, x).Q;
    }

    /// <summary>The derivative of P(a, x) with respect to a.</summary>
    public static double LowerByA(double a, double x)
    {
        if (x == 0) return 0;
        if (IsOutside(a, x) || double.IsInfinity(a) || double.IsInfinity(x)) return double.NaN;
        return UsesSeries(a, x) ? Series(a, x).ByA : -Fraction(a, x).ByA;
    }

    private static bool IsOutside(double a, double x) => !(x >= 0) || !(a > 0);

    private static bool UsesSeries(double a, double x) => x <= 1 || x <= a;

    // P = x^a e^-x / gamma(a + 1) * (1 + x / (a + 1) + x^2 / ((a + 1) (a + 2)) + ...).
    private static (double P, double ByA) Series(double a, double x)
    {
        double sum = 1, sumByA = 0, term = 1, logByA = 0;
        for (int n = 1; n < MostTerms; n++)
        {
            term *= x / (a + n);
            logByA -= 1 / (a + n);
            sum += term;
            sumByA += term * logByA;
            if (term <= sum * 1e-17) break;
        }

        double factor = Math.Exp((a * Math.Log(x)) - x - GammaFunctions.LogGamma(a + 1));
        return (factor * sum, factor * ((sum * (Math.Log(x) - GammaFunctions.Digamma(a + 1))) + sumByA));
    }

    // Q = x^a e^-x / gamma(a) / (x + 1 - a - 1 (1 - a) / (x + 3 - a - 2 (2 - a) / (x + 5 - a - ...))), from the far end.
    private static (double Q, double ByA) Fraction(double a, double x)
    {
        int terms = (int)Math.Min(MostTerms, 60 + (1000 / x) + (20 * Math.Sqrt(a)));
        double fraction = x + (2 * terms) + 1 - a, byA = -1;
        for (int n = terms; n > 0; n--)
        {
            double numerator = n * (n - a);
            double next = x + (2 * n) - 1 - a - (numerator / fraction);
            byA = -1 + (((n * fraction) + (numerator * byA)) / (fraction * fraction));
            fraction = next;
        }

        double q = Math.Exp((a * Math.Log(x)) - x - GammaFunctions.LogGamma(a)) / fraction;
        return (q, q * (Math.Log(x) - GammaFunctions.Digamma(a) - (byA / fraction)));
    }
}
