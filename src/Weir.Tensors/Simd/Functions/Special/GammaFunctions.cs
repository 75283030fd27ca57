namespace Weir.Simd;

/// <summary>The logarithm of the gamma function and its first derivative, by Stirling's series beyond a shift of the argument.</summary>
internal static class GammaFunctions
{
    private const double Shifted = 12;

    // B(2k) / (2k (2k - 1)), the coefficients of Stirling's series.
    private static readonly double[] Stirling =
        [1 / 12.0, -1 / 360.0, 1 / 1260.0, -1 / 1680.0, 1 / 1188.0, -691 / 360360.0, 1 / 156.0, -3617 / 122400.0];

    // B(2k) / 2k.
    private static readonly double[] Asymptotic =
        [1 / 12.0, -1 / 120.0, 1 / 252.0, -1 / 240.0, 1 / 132.0, -691 / 32760.0, 1 / 12.0, -3617 / 8160.0];

    /// <summary>log |gamma(x)|; +inf at 0, at negative integers and at both infinities.</summary>
    public static double LogGamma(double x)
    {
        if (double.IsNaN(x)) return x;
        if (double.IsInfinity(x)) return double.PositiveInfinity;
        if (x <= 0)
        {
            if (x == Math.Floor(x)) return double.PositiveInfinity;
            if (x > -1e-20) return -Math.Log(-x);
            return Math.Log(Math.PI / Math.Abs(SinPi(x))) - LogGamma(1 - x);
        }

        if (x is 1 or 2) return 0;
        double product = 1;
        while (x < Shifted) product *= x++;
        double inverse = 1 / x, square = inverse * inverse, sum = 0;
        for (int k = Stirling.Length - 1; k >= 0; k--) sum = (sum * square) + Stirling[k];
        double value = ((x - 0.5) * Math.Log(x)) - x + 0.91893853320467274178 + (sum * inverse);   // log sqrt(2 pi)
        return product == 1 ? value : value - Math.Log(product);
    }

    /// <summary>The derivative of <see cref="LogGamma"/>; NaN at 0 and at negative integers.</summary>
    public static double Digamma(double x)
    {
        if (double.IsNaN(x) || double.IsPositiveInfinity(x)) return x;
        if (x <= 0)
        {
            if (x == Math.Floor(x)) return double.NaN;
            return Digamma(1 - x) - (Math.PI * CosPi(x) / SinPi(x));
        }

        double shift = 0;
        for (; x < Shifted; x++) shift += 1 / x;
        double square = 1 / (x * x), sum = 0;
        for (int k = Asymptotic.Length - 1; k >= 0; k--) sum = (sum + Asymptotic[k]) * square;
        return Math.Log(x) - (0.5 / x) - sum - shift;
    }

    // Exact reduction: the period of both is 2.
    private static double SinPi(double x) => double.SinPi(x);

    private static double CosPi(double x) => double.CosPi(x);
}
