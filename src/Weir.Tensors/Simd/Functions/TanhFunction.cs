using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>The hyperbolic tangent: for floats a quotient of polynomials in x up to 8, where it is 1; TensorFlow's is the same, bounded elsewhere.</summary>
/// <remarks>Right to 5 units in the last place, 6 without fused arithmetic.</remarks>
internal readonly struct TanhFunction : IFloatFunction
{
    // Here the quotient is 1 exactly, with fused arithmetic and without; nowhere below it is more.
    private const float One = 7.996362f;

    private const float P6 = -2.76076847742355e-16f, P5 = 2.00018790482477e-13f, P4 = -8.60467152213735e-11f, P3 = 5.12229709037114e-08f;
    private const float P2 = 1.48572235717979e-05f, P1 = 6.37261928875436e-04f, P0 = 4.89352455891786e-03f;
    private const float Q3 = 1.19825839466702e-06f, Q2 = 1.18534705686654e-04f, Q1 = 2.26843463243900e-03f, Q0 = 4.89352518554385e-03f;

    /// <summary>The constants of <see cref="Single"/> for <see cref="HeldTanh{V}"/>: the bound, and both polynomials' coefficients, the highest first.</summary>
    public static ReadOnlySpan<float> SingleTable => [One, P6, P5, P4, P3, P2, P1, P0, Q3, Q2, Q1, Q0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Single<V>(V x)
        where V : struct, ILanes<V, float>
    {
        x = V.LesserOrSecond(V.Create(One), V.GreaterOrSecond(V.Create(-One), x));   // the order of the operands lets NaN pass

        V z = x * x;
        V p = V.Create(P6);
        p = V.MultiplyAdd(p, z, V.Create(P5));
        p = V.MultiplyAdd(p, z, V.Create(P4));
        p = V.MultiplyAdd(p, z, V.Create(P3));
        p = V.MultiplyAdd(p, z, V.Create(P2));
        p = V.MultiplyAdd(p, z, V.Create(P1));
        p = V.MultiplyAdd(p, z, V.Create(P0));
        V q = V.Create(Q3);
        q = V.MultiplyAdd(q, z, V.Create(Q2));
        q = V.MultiplyAdd(q, z, V.Create(Q1));
        q = V.MultiplyAdd(q, z, V.Create(Q0));
        return x * (p / q);   // in this order the smallest numbers stay what they are
    }

    public static unsafe V Double<V>(V x)
        where V : struct, ILanes<V, double> => PerElement.Map<V>(x, &Math.Tanh);

    public static Complex Complex(Complex x) => System.Numerics.Complex.Tanh(x);
}
