using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>x * 2^n without an instruction for it: two factors, the first exact, so that the product is rounded once.</summary>
internal static class PowerOfTwo
{
    // Adding 1.5 * 2^23 (2^52) leaves the integer in the low bits of the sum; its own low bits are zero.
    private const float SingleShifter = 12582912f;
    private const double DoubleShifter = 6755399441055744d;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ScaleSingle<V>(V x, V n)
        where V : struct, ILanes<V, float>
    {
        V half = V.Round(n * V.Create(0.5f));
        return x * Power(half) * Power(n - half);

        static V Power(V exponent) =>
            V.ShiftBitsLeft(exponent + V.Create(SingleShifter + 127f), 23);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ScaleDouble<V>(V x, V n)
        where V : struct, ILanes<V, double>
    {
        V half = V.Round(n * V.Create(0.5));
        return x * Power(half) * Power(n - half);

        static V Power(V exponent) =>
            V.ShiftBitsLeft(exponent + V.Create(DoubleShifter + 1023d), 52);
    }
}
