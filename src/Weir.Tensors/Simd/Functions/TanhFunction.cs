using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>The hyperbolic tangent: for floats a quotient of polynomials in x up to 8, where it is 1; TensorFlow's is the same, bounded elsewhere.</summary>
/// <remarks>Right to 5 units in the last place, 6 without fused arithmetic.</remarks>
internal readonly struct TanhFunction : IFloatFunction
{
    // Here the quotient is 1 exactly, with fused arithmetic and without; nowhere below it is more.
    private const float One = 7.996362f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Single<V>(V x)
        where V : struct, ILanes<V, float>
    {
        x = V.LesserOrSecond(V.Create(One), V.GreaterOrSecond(V.Create(-One), x));   // the order of the operands lets NaN pass

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
        return x * (p / q);   // in this order the smallest numbers stay what they are
    }

    public static unsafe V Double<V>(V x)
        where V : struct, ILanes<V, double> => PerElement.Map<V>(x, &Math.Tanh);

    public static Complex Complex(Complex x) => System.Numerics.Complex.Tanh(x);
}
