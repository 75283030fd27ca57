using System.Numerics;

namespace Weir.Ops;

/// <summary>How a number drawn from a gamma distribution changes with alpha, the chance it stands for kept.</summary>
/// <remarks>
/// Minus the derivative of the lower incomplete gamma function by alpha, over the density; in the arithmetic of the dtype, whose
/// rounding shows for large alpha. Source: Eigen's gamma_sample_der_alpha; the methods are Cephes'.
/// </remarks>
internal static class GammaSampleDerivative
{
    private const int MostTerms = 2000;

    public static T Of<T>(T alpha, T sample)
        where T : IFloatingPointIeee754<T>
    {
        if (sample == T.Zero) return T.Zero;
        if (!(sample > T.Zero) || !(alpha > T.Zero)) return T.NaN;
        return sample > T.One && sample > alpha ? ByFraction(alpha, sample) : BySeries(alpha, sample);
    }

    // Half of the distance from 1 to the next number.
    private static T Epsilon<T>()
        where T : IFloatingPointIeee754<T> => (T.BitIncrement(T.One) - T.One) / (T.One + T.One);

    private static T BySeries<T>(T alpha, T x)
        where T : IFloatingPointIeee754<T>
    {
        (T r, T term, T sum, T slopeOfTerm, T slope) = (alpha, T.One, T.One, T.Zero, T.Zero);
        T epsilon = Epsilon<T>();
        for (int i = 0; i < MostTerms; i++)
        {
            r += T.One;
            T factor = x / r;
            slopeOfTerm = (factor * slopeOfTerm) + (-x / (r * r) * term);
            slope += slopeOfTerm;
            term *= factor;
            sum += term;
            if (T.Abs(slopeOfTerm) <= epsilon * T.Abs(slope)) break;
        }

        return -(slope + (sum * (T.Log(x) - Digamma(alpha + T.One)))) * x / alpha;
    }

    /// <summary>The continued fraction of the upper incomplete gamma function, and its derivative beside it.</summary>
    private static T ByFraction<T>(T alpha, T x)
        where T : IFloatingPointIeee754<T>
    {
        T epsilon = Epsilon<T>(), big = T.One / epsilon, two = T.One + T.One;
        T y = T.One - alpha, z = x + y + T.One, c = T.Zero;
        (T pBefore, T qBefore, T p, T q) = (T.One, x, x + T.One, z * x);
        (T dpBefore, T dqBefore, T dp, T dq) = (T.Zero, T.Zero, T.Zero, -x);
        T value = p / q, slope = (dp - (value * dq)) / q;
        for (int i = 0; i < MostTerms; i++)
        {
            c += T.One;
            y += T.One;
            z += two;
            T yc = y * c;
            T pNext = (p * z) - (pBefore * yc), qNext = (q * z) - (qBefore * yc);
            T dpNext = (dp * z) - p - (dpBefore * yc) + (pBefore * c), dqNext = (dq * z) - q - (dqBefore * yc) + (qBefore * c);
            if (qNext != T.Zero)
            {
                value = pNext / qNext;
                T before = slope;
                slope = (dpNext - (value * dqNext)) / qNext;
                if (T.Abs(slope - before) <= epsilon) break;
            }

            (pBefore, p, qBefore, q, dpBefore, dp, dqBefore, dq) = (p, pNext, q, qNext, dp, dpNext, dq, dqNext);
            if (T.Abs(p) <= big) continue;
            (pBefore, p, qBefore, q) = (pBefore / big, p / big, qBefore / big, q / big);
            (dpBefore, dp, dqBefore, dq) = (dpBefore / big, dp / big, dqBefore / big, dq / big);
        }

        return (slope + (value * (T.Log(x) - Digamma(alpha)))) * x;
    }

    private static T Digamma<T>(T x)
        where T : IFloatingPointIeee754<T>
    {
        T below = T.Zero;
        for (; x < T.CreateTruncating(10); x += T.One) below += T.One / x;
        T z = T.One / (x * x), tail = T.Zero;
        foreach (double coefficient in (ReadOnlySpan<double>)[1.0 / 12, -691.0 / 32760, 1.0 / 132, -1.0 / 240, 1.0 / 252, -1.0 / 120, 1.0 / 12]) tail = (tail * z) + T.CreateTruncating(coefficient);
        return T.Log(x) - (T.CreateTruncating(0.5) / x) - (z * tail) - below;
    }
}
