namespace Weir.Simd;

/// <summary>The inverses of the error function and of the normal distribution, by Newton's way.</summary>
internal static class InverseErrorIntegral
{
    private const double HalfRootPi = 0.88622692545275801365;
    private const double RootTwo = 1.41421356237309504880;

    /// <summary>Where the error function has a value; infinite at 1 and -1, NaN beyond.</summary>
    public static double Erfinv(double x)
    {
        double size = Math.Abs(x);
        if (!(size <= 1)) return double.NaN;
        if (size == 1) return x * double.PositiveInfinity;
        return size < 0.5 ? Central(x) : Math.CopySign(OfTail(1 - size), x);
    }

    /// <summary>Where the normal distribution has a value; infinite at 0 and 1, NaN outside.</summary>
    public static double Ndtri(double p)
    {
        if (!(p >= 0 && p <= 1)) return double.NaN;
        if (p is 0 or 1) return p == 0 ? double.NegativeInfinity : double.PositiveInfinity;
        if (p is > 0.25 and < 0.75) return RootTwo * Central((2 * p) - 1);
        return p < 0.5 ? -RootTwo * OfTail(2 * p) : RootTwo * OfTail(2 * (1 - p));
    }

    private static double Central(double x)
    {
        double t = x * HalfRootPi;
        for (int i = 0; i < 8; i++)
        {
            double error = (ErrorIntegral.Erf(t) - x) * HalfRootPi * Math.Exp(t * t);
            t -= error / (1 + (t * error));
            if (Math.Abs(error) < 1e-16) break;
        }

        return t;
    }

    // Where erfc is q, for q up to 0.5: the logarithm of erfc bends little, so that few steps do.
    private static double OfTail(double q)
    {
        double wanted = Math.Log(q), t = Math.Sqrt(Math.Max(0.1, -wanted - 0.5));
        for (int i = 0; i < 30; i++)
        {
            double tail = ErrorIntegral.Erfc(t);
            double step = (Math.Log(tail) - wanted) * tail * HalfRootPi * Math.Exp(t * t);
            t += step;
            if (Math.Abs(step) < 1e-15 * t) break;
        }

        return t;
    }
}
