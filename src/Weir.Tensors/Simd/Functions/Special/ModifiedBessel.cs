namespace Weir.Simd;

/// <summary>The modified Bessel functions of orders 0 and 1, plain and scaled by an exponential.</summary>
internal static class ModifiedBessel
{
    private const double SeriesBelow = 25;
    private const double EulerGamma = 0.57721566490153286061;

    public static double I0(double x) => Math.Abs(x) < SeriesBelow ? Series(x, 0) : I0Scaled(x) * Math.Exp(Math.Abs(x));

    public static double I1(double x) => Math.Abs(x) < SeriesBelow ? Series(x, 1) : I1Scaled(x) * Math.Exp(Math.Abs(x));

    /// <summary>e^-|x| I0(x).</summary>
    public static double I0Scaled(double x) => Math.Abs(x) < SeriesBelow ? Series(x, 0) * Math.Exp(-Math.Abs(x)) : Asymptotic(Math.Abs(x), 0);

    /// <summary>e^-|x| I1(x).</summary>
    public static double I1Scaled(double x) =>
        Math.Abs(x) < SeriesBelow ? Series(x, 1) * Math.Exp(-Math.Abs(x)) : Math.CopySign(Asymptotic(Math.Abs(x), 1), x);

    /// <summary>+inf at 0 and, as TensorFlow has it, below.</summary>
    public static double K0(double x) => IsTiny(x) ? double.PositiveInfinity : x < 1 ? K0Series(x) : Integral(x, 0) * Math.Exp(-x);

    /// <inheritdoc cref="K0"/>
    public static double K1(double x) => IsTiny(x) ? AtTiny(x) : x < 1 ? K1Series(x) : Integral(x, 1) * Math.Exp(-x);

    /// <summary>e^x K0(x).</summary>
    public static double K0Scaled(double x) => IsTiny(x) ? double.PositiveInfinity : x < 1 ? K0Series(x) * Math.Exp(x) : Integral(x, 0);

    /// <summary>e^x K1(x).</summary>
    public static double K1Scaled(double x) => IsTiny(x) ? AtTiny(x) : x < 1 ? K1Series(x) * Math.Exp(x) : Integral(x, 1);

    // TensorFlow's threads take subnormal numbers for 0, x / 2 among them: the logarithm of it is then infinite, and times I1 it is nothing.
    private static bool IsTiny(double x) => x < 2 * 2.2250738585072014e-308;

    private static double AtTiny(double x) => x > 0 ? double.NaN : double.PositiveInfinity;

    // (x/2)^n * the sum of (x^2/4)^k / (k! (k + n)!): all terms have one sign.
    private static double Series(double x, int order)
    {
        double quarter = x * x / 4, term = order == 0 ? 1 : x / 2, sum = term;
        for (int k = 1; k < 500; k++)
        {
            term *= quarter / (k * (double)(k + order));
            double next = sum + term;
            if (next == sum) break;
            sum = next;
        }

        return sum;
    }

    // 1 / sqrt(2 pi x) * (1 - (m - 1) / (8 x) + (m - 1) (m - 9) / (2! (8 x)^2) - ...), m = 4 n^2.
    private static double Asymptotic(double x, int order)
    {
        if (double.IsNaN(x) || double.IsInfinity(x)) return double.IsNaN(x) ? x : 0;
        double m = 4 * order, term = 1, sum = 1;
        for (int k = 1; k < 40; k++)
        {
            double odd = (2 * k) - 1;
            term *= -(m - (odd * odd)) / (k * 8 * x);
            sum += term;
            if (Math.Abs(term) < 1e-17) break;
        }

        return sum / (Math.Sqrt(2 * Math.PI) * Math.Sqrt(x));
    }

    private static double K0Series(double x)
    {
        double quarter = x * x / 4, term = 1, harmonic = 0, sum = 0;
        for (int k = 1; k < 30; k++)
        {
            term *= quarter / ((double)k * k);
            harmonic += 1.0 / k;
            sum += term * harmonic;
        }

        return sum - ((Math.Log(x / 2) + EulerGamma) * Series(x, 0));
    }

    private static double K1Series(double x)
    {
        // 1/x + log(x/2) I1 - x/4 * the sum of (psi(k + 1) + psi(k + 2)) (x^2/4)^k / (k! (k + 1)!).
        double quarter = x * x / 4, term = 1, psi = (-2 * EulerGamma) + 1, sum = psi;
        for (int k = 1; k < 30; k++)
        {
            term *= quarter / (k * (double)(k + 1));
            psi += (1.0 / k) + (1.0 / (k + 1));
            sum += term * psi;
        }

        return (1 / x) + (Math.Log(x / 2) * Series(x, 1)) - (x / 4 * sum);
    }

    // e^x K(x) is the integral of e^(-x (cosh t - 1)) cosh(n t): the trapezoidal rule is exact to the last digits for such functions.
    private static double Integral(double x, int order)
    {
        if (double.IsNaN(x) || double.IsInfinity(x)) return double.IsNaN(x) ? x : 0;
        double step = Math.Min(0.1, 0.6 / Math.Sqrt(x)), sum = 0.5;
        for (int k = 1; k < 1000; k++)
        {
            double t = k * step, half = Math.Sinh(t / 2);
            double term = Math.Exp(-2 * x * half * half) * (order == 0 ? 1 : Math.Cosh(t));
            sum += term;
            if (term < 1e-18) break;
        }

        return sum * step;
    }
}
