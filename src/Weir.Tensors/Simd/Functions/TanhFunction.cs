using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>The hyperbolic tangent: an odd polynomial near 0, where accuracy is relative, and 1 - 2 / (e^2|x| + 1) beyond.</summary>
internal readonly struct TanhFunction : IFloatFunction
{
    private const float PolynomialBelow = 0.625f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Single<V>(V x)
        where V : struct, ILanes<V, float>
    {
        V magnitude = V.Abs(x);
        V z = x * x;
        V p = V.Create(-5.70498872745e-3f);
        p = V.MultiplyAdd(p, z, V.Create(2.06390887954e-2f));
        p = V.MultiplyAdd(p, z, V.Create(-5.37397155531e-2f));
        p = V.MultiplyAdd(p, z, V.Create(1.33314422036e-1f));
        p = V.MultiplyAdd(p, z, V.Create(-3.33332819422e-1f));
        V near = V.MultiplyAdd(p * z, magnitude, magnitude);

        V e = ExpFunction.Single<V>(magnitude + magnitude);
        V far = V.One - (V.Create(2f) / (e + V.One));
        return V.Select(V.Less(magnitude, V.Create(PolynomialBelow)), near, far) | (x & V.Create(-0f)); // with the sign of x, 0's too
    }

    public static unsafe V Double<V>(V x)
        where V : struct, ILanes<V, double> => PerElement.Map<V>(x, &Math.Tanh);

    public static Complex Complex(Complex x) => System.Numerics.Complex.Tanh(x);
}
