using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>The hyperbolic tangent, as x * P(x^2) / Q(x^2).</summary>
internal readonly struct TanhFunction : IFloatFunction
{
    private const float Saturation = 7.90531110763549805f;     // from here on the rational function gives exactly 1

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Single<V>(V x)
        where V : struct, ILanes<V, float>
    {
        x = V.LesserOrSecond(V.Create(Saturation), V.GreaterOrSecond(V.Create(-Saturation), x));
        V z = x * x;
        V p = V.Create(-2.76076847742355e-16f);
        p = V.MultiplyAdd(p, z, V.Create(2.00018790482477e-13f));
        p = V.MultiplyAdd(p, z, V.Create(-8.60467152213735e-11f));
        p = V.MultiplyAdd(p, z, V.Create(5.12229709037114e-08f));
        p = V.MultiplyAdd(p, z, V.Create(1.48572235717979e-05f));
        p = V.MultiplyAdd(p, z, V.Create(6.37261928875436e-04f));
        p = V.MultiplyAdd(p, z, V.Create(4.89352455891786e-03f));
        V q = V.Create(1.19825839466702e-06f);
        q = V.MultiplyAdd(q, z, V.Create(1.18534705686654e-04f));
        q = V.MultiplyAdd(q, z, V.Create(2.26843463243900e-03f));
        q = V.MultiplyAdd(q, z, V.Create(4.89352518554385e-03f));
        return p * x / q;
    }

    public static unsafe V Double<V>(V x)
        where V : struct, ILanes<V, double> => PerElement.Map<V>(x, &Math.Tanh);

    public static Complex Complex(Complex x) => System.Numerics.Complex.Tanh(x);
}
