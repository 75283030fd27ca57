namespace Weir.Ops;

/// <summary>Logarithms that random numbers need, in double.</summary>
internal static class GammaFunctions
{
    private const double Asymptotic = 12;

    /// <summary>ln gamma(x), to about 1e-14.</summary>
    public static double LogGamma(double x)
    {
        double product = 1;
        for (; x < Asymptotic; x++) product *= x;
        double inverse = 1 / (x * x);
        double tail = ((((((((1.0 / 156 * inverse) - (691.0 / 360360)) * inverse) + (1.0 / 1188)) * inverse) - (1.0 / 1680)) * inverse) + (1.0 / 1260)) * inverse;
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + (((((tail - (1.0 / 360)) * inverse) + (1.0 / 12)) / x) - Math.Log(product));
    }

    /// <summary>ln(1 + x), right also where x is small.</summary>
    public static double LogOnePlus(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }
}
