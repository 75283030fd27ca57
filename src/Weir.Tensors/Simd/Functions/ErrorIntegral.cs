namespace Weir.Simd;

/// <summary>The error function and its complement in double precision: a series near 0, a continued fraction beyond.</summary>
internal static class ErrorIntegral
{
    private const double SeriesBelow = 2.5;
    private const double TwoOverRootPi = 1.1283791670955126;
    private const double RootPi = 1.7724538509055160;

    /// <summary>2 / sqrt(pi) * the integral of e^-t^2 from 0 to x.</summary>
    public static double Erf(double x) => Math.Abs(x) < SeriesBelow ? Series(x) : x > 0 ? 1 - Tail(x) : x < 0 ? Tail(-x) - 1 : x;

    /// <summary>1 - Erf(x), accurate where that is near 0.</summary>
    public static double Erfc(double x) => x < 0.5 ? 1 - Erf(x) : double.IsNaN(x) ? x : Tail(x);

    // 2 / sqrt(pi) * e^-x^2 * x * (1 + 2x^2/3 + (2x^2)^2/(3*5) + ...): all terms have one sign.
    private static double Series(double x)
    {
        double term = x, sum = x, twice = 2 * x * x;
        for (int n = 1; n < 200; n++)
        {
            term *= twice / ((2 * n) + 1);
            double next = sum + term;
            if (next == sum) break;
            sum = next;
        }

        return TwoOverRootPi * Math.Exp(-x * x) * sum;
    }

    // e^-x^2 / sqrt(pi) / (x + 1/2 / (x + 1 / (x + 3/2 / (x + ...)))), from the far end.
    private static double Tail(double x)
    {
        if (x > 27) return 0;
        int terms = x < 1 ? 2000 : x < 2.5 ? 300 : 100;
        double fraction = x;
        for (int n = terms; n > 0; n--) fraction = x + (n / 2.0 / fraction);

        // The square is exact in two parts, for an error in it is an error in the result.
        double high = Math.Round(x * 4096) / 4096, low = x - high;
        return Math.Exp(-high * high) * Math.Exp(-low * (x + high)) / RootPi / fraction;
    }
}
