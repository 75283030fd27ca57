namespace Weir.Simd;

/// <summary>The Bessel functions of orders 0 and 1: power series near 0, Hankel's asymptotic series beyond.</summary>
internal static class BesselFunctions
{
    private const double SeriesBelow = 14;
    private const double EulerGamma = 0.57721566490153286061;

    public static double J0(double x) => Math.Abs(x) < SeriesBelow ? Series(x, 0) : Hankel(Math.Abs(x), 0).Cosine;

    public static double J1(double x) => Math.Abs(x) < SeriesBelow ? Series(x, 1) : Hankel(Math.Abs(x), 1).Cosine * (x < 0 ? -1 : 1);

    /// <summary>-inf at 0 and, as TensorFlow has it, below.</summary>
    public static double Y0(double x)
    {
        if (x <= 0) return double.NegativeInfinity;
        if (!(x < SeriesBelow)) return Hankel(x, 0).Sine;
        double quarter = -x * x / 4, term = 1, harmonic = 0, sum = 0;
        for (int k = 1; k < 80; k++)
        {
            term *= quarter / ((double)k * k);
            harmonic += 1.0 / k;
            sum += term * harmonic;
        }

        return 2 / Math.PI * (((Math.Log(x / 2) + EulerGamma) * Series(x, 0)) - sum);
    }

    /// <inheritdoc cref="Y0"/>
    public static double Y1(double x)
    {
        if (x <= 0) return double.NegativeInfinity;
        if (!(x < SeriesBelow)) return Hankel(x, 1).Sine;
        double quarter = -x * x / 4, term = x / 2, psi = (-2 * EulerGamma) + 1, sum = term * psi;
        for (int k = 1; k < 80; k++)
        {
            term *= quarter / (k * (double)(k + 1));
            psi += (1.0 / k) + (1.0 / (k + 1));
            sum += term * psi;
        }

        return ((2 * Math.Log(x / 2) * Series(x, 1)) - (2 / x) - sum) / Math.PI;
    }

    private static double Series(double x, int order)
    {
        double quarter = -x * x / 4, term = order == 0 ? 1 : x / 2, sum = term;
        for (int k = 1; k < 80; k++)
        {
            term *= quarter / (k * (double)(k + order));
            sum += term;
        }

        return sum;
    }

    // sqrt(2 / (pi x)) times P cos - Q sin and P sin + Q cos of x - (2 n + 1) pi / 4.
    private static (double Cosine, double Sine) Hankel(double x, int order)
    {
        if (!double.IsFinite(x)) return (double.NaN, double.NaN);
        double m = 4 * order, term = 1, p = 1, q = 0;
        for (int k = 1; k < 60; k++)
        {
            double odd = (2 * k) - 1;
            double next = term * (m - (odd * odd)) / (k * 8 * x);
            if (Math.Abs(next) > Math.Abs(term)) break;
            term = next;
            if (k % 2 == 1) q += k % 4 == 1 ? term : -term;
            else p += k % 4 == 0 ? term : -term;
            if (Math.Abs(term) < 1e-17) break;
        }

        // The angle's own sine and cosine of those of x, so that nothing is lost by taking pi / 4 from a large x.
        double sine = Math.Sin(x), cosine = Math.Cos(x);
        (double c, double s) = order == 0 ? (cosine + sine, sine - cosine) : (sine - cosine, -sine - cosine);
        double factor = 1 / Math.Sqrt(Math.PI * x);
        return (factor * ((p * c) - (q * s)), factor * ((p * s) + (q * c)));
    }
}
