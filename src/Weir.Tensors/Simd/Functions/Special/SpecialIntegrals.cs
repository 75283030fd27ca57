namespace Weir.Simd;

/// <summary>Integrals that have no elementary form: Dawson's, the exponential one, and the dilogarithm.</summary>
internal static class SpecialIntegrals
{
    /// <summary>Beyond this 1 / x is subnormal, which TensorFlow's threads take for 0; what it computes with it is NaN.</summary>
    public const double Largest = 1 / 2.2250738585072014e-308;

    /// <summary>The same for floats.</summary>
    public const float LargestSingle = 1 / 1.17549435e-38f;

    private const double EulerGamma = 0.57721566490153286061;

    /// <summary>e^-x^2 times the integral of e^t^2 from 0 to x, sampled at steps so small that the rest is below the last digit (Rybicki).</summary>
    public static double Dawson(double x)
    {
        const double step = 0.2;
        double size = Math.Abs(x);
        if (double.IsNaN(x)) return x;
        if (size < 0.2)
        {
            double term = x, series = x;
            for (int k = 1; k < 10; k++)
            {
                term *= -2 * x * x / ((2 * k) + 1);
                series += term;
            }

            return series;
        }

        if (size > 1e8) return 0.5 / x;
        double middle = 2 * Math.Round(size / (2 * step)), rest = size - (middle * step), sum = 0;
        for (int n = 1; n < 63; n += 2)
        {
            double up = rest - (n * step), down = rest + (n * step);
            sum += (Math.Exp(-up * up) / (middle + n)) + (Math.Exp(-down * down) / (middle - n));
        }

        return Math.CopySign(sum / Math.Sqrt(Math.PI), x);
    }

    /// <summary>The exponential integral Ei; -inf at 0, NaN below and above <see cref="Largest"/>.</summary>
    public static double ExponentialIntegral(double x)
    {
        if (!(x >= 0) || x > Largest) return double.NaN;
        if (x == 0) return double.NegativeInfinity;
        double sum = 0, term = 1;
        if (x < 40)
        {
            for (int k = 1; k < 200; k++)
            {
                term *= x / k;
                sum += term / k;
                if (term < sum * 1e-18) break;
            }

            return EulerGamma + Math.Log(x) + sum;
        }

        for (int k = 0; k < 60 && Math.Abs(term) > 1e-17; k++)
        {
            sum += term;
            double next = term * (k + 1) / x;
            if (next > term) break;
            term = next;
        }

        return Math.Exp(x) / x * sum;
    }

    /// <summary>The dilogarithm of 1 - x (Spence's function); NaN for negative x and above <see cref="Largest"/>.</summary>
    public static double Spence(double x)
    {
        if (!(x >= 0) || x > Largest) return double.NaN;
        if (x == 0) return Math.PI * Math.PI / 6;
        if (x == 1) return 0;
        if (x < 0.5) return (Math.PI * Math.PI / 6) - (Math.Log(x) * Log1pOf.Of(-x)) - Spence(1 - x);
        if (x > 1.5)
        {
            double log = Math.Log(x);
            return -Spence(1 / x) - (0.5 * log * log);
        }

        double z = 1 - x, power = 1, sum = 0;
        for (int k = 1; k < 60; k++)
        {
            power *= z;
            sum += power / ((double)k * k);
        }

        return sum;
    }
}
