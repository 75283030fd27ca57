using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>The natural logarithm: x = 2^k * m with m in [sqrt(1/2), sqrt(2)), then k ln 2 + log(1 + (m - 1)) by a polynomial.</summary>
internal readonly struct LogFunction : IFloatFunction
{
    private const int RootHalfBits = 0x3F3504F3;               // sqrt(1/2)
    private const int MantissaBits = 0x007FFFFF;
    private const float SmallestNormal = 1.17549435e-38f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Single<V>(V x)
        where V : struct, ILanes<V, float>
    {
        V subnormal = V.Less(x, V.Create(SmallestNormal));
        V scaled = V.Select(subnormal, x * V.Create(8388608f), x);
        V bits = V.AddBits(scaled, FromBits<V>(-RootHalfBits));
        V k = V.ConvertBitsToNumber(V.ShiftBitsRight(bits, 23)) - (subnormal & V.Create(23f));
        V f = V.AddBits(bits & FromBits<V>(MantissaBits), FromBits<V>(RootHalfBits)) - V.One;

        V p = V.Create(7.0376836292e-2f);
        p = V.MultiplyAdd(p, f, V.Create(-1.1514610310e-1f));
        p = V.MultiplyAdd(p, f, V.Create(1.1676998740e-1f));
        p = V.MultiplyAdd(p, f, V.Create(-1.2420140846e-1f));
        p = V.MultiplyAdd(p, f, V.Create(1.4249322787e-1f));
        p = V.MultiplyAdd(p, f, V.Create(-1.6668057665e-1f));
        p = V.MultiplyAdd(p, f, V.Create(2.0000714765e-1f));
        p = V.MultiplyAdd(p, f, V.Create(-2.4999993993e-1f));
        p = V.MultiplyAdd(p, f, V.Create(3.3333331174e-1f));
        V square = f * f;
        V tail = V.MultiplyAdd(k, V.Create(-2.12194440e-4f), p * f * square);
        tail = V.MultiplyAdd(square, V.Create(-0.5f), tail);
        V result = V.MultiplyAdd(k, V.Create(0.693359375f), f + tail);

        result = V.Select(V.Less(x, V.Zero), V.Create(float.NaN), result);
        result = V.Select(V.Equal(x, V.Zero), V.Create(float.NegativeInfinity), result);
        return V.Select(V.Less(x, V.Create(float.PositiveInfinity)), result, x); // infinity and NaN: themselves
    }

    public static unsafe V Double<V>(V x)
        where V : struct, ILanes<V, double> => PerElement.Map<V>(x, &Math.Log);

    public static Complex Complex(Complex x) => System.Numerics.Complex.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V FromBits<V>(int bits)
        where V : struct, ILanes<V, float> => V.Create(BitConverter.Int32BitsToSingle(bits));
}
