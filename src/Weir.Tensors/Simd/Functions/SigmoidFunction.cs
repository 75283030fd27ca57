using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>1 / (1 + e^-x). With e = e^-|x|: 1 / (1 + e), or e / (1 + e) for negative x, so that no exponential overflows.</summary>
internal readonly struct SigmoidFunction : IFloatFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Single<V>(V x)
        where V : struct, ILanes<V, float>
    {
        V e = ExpFunction.Single<V>(-V.Abs(x));
        return V.Select(V.Less(x, V.Zero), e, V.One) / (V.One + e);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Double<V>(V x)
        where V : struct, ILanes<V, double>
    {
        V e = ExpFunction.Double<V>(-V.Abs(x));
        return V.Select(V.Less(x, V.Zero), e, V.One) / (V.One + e);
    }

    public static Complex Complex(Complex x) =>
        System.Numerics.Complex.One / (System.Numerics.Complex.One + System.Numerics.Complex.Exp(-x));
}
