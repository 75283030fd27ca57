using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>e^x: x = n ln 2 + r with |r| at most ln 2 / 2, then 2^n * e^r by a polynomial.</summary>
internal readonly struct ExpFunction : IFloatFunction
{
    private const float SingleLn2High = 0.693359375f;          // few bits, so that n * this is exact
    private const float SingleLn2Low = -2.12194440e-4f;

    // e^r = 1 + r + r^2 (c2 + ...): the least greatest error, relative to e^r, is 3e-9 at this degree.
    private const float SingleC6 = 1.3836748e-3f;
    private const float SingleC5 = 8.369140e-3f;
    private const float SingleC4 = 4.1668106e-2f;
    private const float SingleC3 = 1.6666517e-1f;
    private const float SingleC2 = 4.9999994e-1f;

    private const double DoubleLn2High = 6.93147180369123816490e-01;
    private const double DoubleLn2Low = 1.90821492927058770002e-10;

    /// <summary>The constants of <see cref="Single"/> for <see cref="HeldExp{V}"/>: the least argument, log2 e, -ln 2 in two parts, the coefficients, 1.</summary>
    public static ReadOnlySpan<float> SingleTable =>
    [
        -104f, 1.44269504f, -SingleLn2High, -SingleLn2Low, SingleC6, SingleC5, SingleC4, SingleC3, SingleC2, 1f,
    ];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Single<V>(V x)
        where V : struct, ILanes<V, float>
    {
        // Beyond these bounds the result is 0 or infinite anyway; the order of the operands lets NaN pass.
        x = V.LesserOrSecond(V.Create(89f), V.GreaterOrSecond(V.Create(-104f), x));
        V n = V.Round(x * V.Create(1.44269504f));
        V r = V.MultiplyAdd(n, V.Create(-SingleLn2High), x);
        r = V.MultiplyAdd(n, V.Create(-SingleLn2Low), r);
        V p = V.MultiplyAdd(V.Create(SingleC6), r, V.Create(SingleC5));
        p = V.MultiplyAdd(p, r, V.Create(SingleC4));
        p = V.MultiplyAdd(p, r, V.Create(SingleC3));
        p = V.MultiplyAdd(p, r, V.Create(SingleC2));
        p = V.MultiplyAdd(p, r, V.One);
        p = V.MultiplyAdd(p, r, V.One);
        return V.ScaleByPowerOfTwo(p, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Double<V>(V x)
        where V : struct, ILanes<V, double>
    {
        x = V.LesserOrSecond(V.Create(710d), V.GreaterOrSecond(V.Create(-746d), x));
        V n = V.Round(x * V.Create(1.4426950408889634));
        V r = V.MultiplyAdd(n, V.Create(-DoubleLn2High), x);
        r = V.MultiplyAdd(n, V.Create(-DoubleLn2Low), r);
        V p = V.Create(1d / 6227020800);                       // the series: 1 / 13!, 1 / 12!, ...
        p = V.MultiplyAdd(p, r, V.Create(1d / 479001600));
        p = V.MultiplyAdd(p, r, V.Create(1d / 39916800));
        p = V.MultiplyAdd(p, r, V.Create(1d / 3628800));
        p = V.MultiplyAdd(p, r, V.Create(1d / 362880));
        p = V.MultiplyAdd(p, r, V.Create(1d / 40320));
        p = V.MultiplyAdd(p, r, V.Create(1d / 5040));
        p = V.MultiplyAdd(p, r, V.Create(1d / 720));
        p = V.MultiplyAdd(p, r, V.Create(1d / 120));
        p = V.MultiplyAdd(p, r, V.Create(1d / 24));
        p = V.MultiplyAdd(p, r, V.Create(1d / 6));
        p = V.MultiplyAdd(p, r, V.Create(0.5));
        p = V.MultiplyAdd(p, r * r, r) + V.One;
        return V.ScaleByPowerOfTwo(p, n);
    }

    public static Complex Complex(Complex x) => System.Numerics.Complex.Exp(x);
}
