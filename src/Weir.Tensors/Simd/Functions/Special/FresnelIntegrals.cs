using System.Numerics;

namespace Weir.Simd;

/// <summary>Fresnel's integrals of cos(pi t^2 / 2) and sin(pi t^2 / 2): power series near 0, a continued fraction beyond.</summary>
internal static class FresnelIntegrals
{
    private const double SeriesBelow = 1.5;

    public static double Cosine(double x) => Math.CopySign(Both(Math.Abs(x)).Cosine, x);

    public static double Sine(double x) => Math.CopySign(Both(Math.Abs(x)).Sine, x);

    private static (double Cosine, double Sine) Both(double x)
    {
        if (double.IsNaN(x)) return (x, x);
        if (x < SeriesBelow) return Series(x);
        if (x > 1e8) return (0.5, 0.5);

        // C + iS = (1 + i) / 2 * (1 - e^(i pi x^2 / 2) * (x - ix) * h), h = 1 / (b - 1*2 / (b + 4 - 3*4 / (b + 8 - ...))), b = 1 - i pi x^2.
        Complex b = new(1, -Math.PI * x * x);
        int terms = 40 + (int)(400 / (x * x));
        Complex fraction = b + (4 * terms);
        for (int k = terms; k > 0; k--) fraction = b + (4 * (k - 1)) - (((2.0 * k) - 1) * 2 * k / fraction);
        (double sine, double cosine) = Math.SinCos(Math.PI / 2 * (x * x % 4));
        Complex both = new Complex(0.5, 0.5) * (1 - (new Complex(cosine, sine) * new Complex(x, -x) / fraction));
        return (both.Real, both.Imaginary);
    }

    private static (double Cosine, double Sine) Series(double x)
    {
        double t = Math.PI * x * x / 2, term = x, cosine = 0, sine = 0;
        for (int n = 0; n < 100; n++)
        {
            double part = term / ((2 * n) + 1);
            double signed = n % 4 < 2 ? part : -part;
            if (n % 2 == 0) cosine += signed;
            else sine += signed;
            term *= t / (n + 1);
            if (term < 1e-18 && n > t) break;
        }

        return (cosine, sine);
    }
}
