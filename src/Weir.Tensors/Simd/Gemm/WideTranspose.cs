using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Weir.Simd;

/// <summary>Packs up to 16 lines of floats by transposing 16 x 16 blocks in registers; needs AVX-512.</summary>
internal static unsafe class WideTranspose
{
    /// <summary>The lines that one call takes at most.</summary>
    public const int Lines = 16;

    /// <summary>destination[k * width + i] = source[i * stride + k] for i below count and 16; writes nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* source, nint stride, nint count, nint depth, float* destination, nint width)
    {
        // Lines that do not exist are read from the last one and masked away when written.
        nint last = nint.Min(count, Lines) - 1;
        Vector512<float> mask = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create((int)last + 1)).AsSingle();
        nint l0 = Line(0), l1 = Line(1), l2 = Line(2), l3 = Line(3);
        nint l4 = Line(4), l5 = Line(5), l6 = Line(6), l7 = Line(7);
        nint l8 = Line(8), l9 = Line(9), l10 = Line(10), l11 = Line(11);
        nint l12 = Line(12), l13 = Line(13), l14 = Line(14), l15 = Line(15);
        nint k = 0;
        for (; k <= depth - 16; k += 16)
        {
            float* s = source + k;
            Four(s + l0, s + l1, s + l2, s + l3, out Vector512<float> a0, out Vector512<float> a1, out Vector512<float> a2, out Vector512<float> a3);
            Four(s + l4, s + l5, s + l6, s + l7, out Vector512<float> b0, out Vector512<float> b1, out Vector512<float> b2, out Vector512<float> b3);
            Four(s + l8, s + l9, s + l10, s + l11, out Vector512<float> c0, out Vector512<float> c1, out Vector512<float> c2, out Vector512<float> c3);
            Four(s + l12, s + l13, s + l14, s + l15, out Vector512<float> d0, out Vector512<float> d1, out Vector512<float> d2, out Vector512<float> d3);
            float* to = destination + (k * width);
            Store(a0, b0, c0, d0, mask, to, 4 * width);
            Store(a1, b1, c1, d1, mask, to + width, 4 * width);
            Store(a2, b2, c2, d2, mask, to + (2 * width), 4 * width);
            Store(a3, b3, c3, d3, mask, to + (3 * width), 4 * width);
        }
        for (; k < depth; k++)
        {
            for (nint i = 0; i <= last; i++)
                destination[(k * width) + i] = source[(i * stride) + k];
        }

        nint Line(nint i) => nint.Min(i, last) * stride;
    }

    // Of four lines, step 4q + j stands in quarter q of tj: a 4 x 4 transpose in each quarter.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(
        float* l0, float* l1, float* l2, float* l3, out Vector512<float> t0, out Vector512<float> t1, out Vector512<float> t2, out Vector512<float> t3)
    {
        Vector512<float> r0 = Vector512.Load(l0), r1 = Vector512.Load(l1), r2 = Vector512.Load(l2), r3 = Vector512.Load(l3);
        Vector512<double> low01 = Avx512F.UnpackLow(r0, r1).AsDouble(), high01 = Avx512F.UnpackHigh(r0, r1).AsDouble();
        Vector512<double> low23 = Avx512F.UnpackLow(r2, r3).AsDouble(), high23 = Avx512F.UnpackHigh(r2, r3).AsDouble();
        t0 = Avx512F.UnpackLow(low01, low23).AsSingle();
        t1 = Avx512F.UnpackHigh(low01, low23).AsSingle();
        t2 = Avx512F.UnpackLow(high01, high23).AsSingle();
        t3 = Avx512F.UnpackHigh(high01, high23).AsSingle();
    }

    // Gathers quarter q of each of the four into a row: a 4 x 4 transpose of quarters.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, Vector512<float> mask, float* to, nint step)
    {
        const byte LowerHalves = 0x44, UpperHalves = 0xEE, Even = 0x88, Odd = 0xDD;
        Vector512<float> abLow = Avx512F.Shuffle4x128(a, b, LowerHalves), abHigh = Avx512F.Shuffle4x128(a, b, UpperHalves);
        Vector512<float> cdLow = Avx512F.Shuffle4x128(c, d, LowerHalves), cdHigh = Avx512F.Shuffle4x128(c, d, UpperHalves);
        Avx512F.MaskStore(to, mask, Avx512F.Shuffle4x128(abLow, cdLow, Even));
        Avx512F.MaskStore(to + step, mask, Avx512F.Shuffle4x128(abLow, cdLow, Odd));
        Avx512F.MaskStore(to + (2 * step), mask, Avx512F.Shuffle4x128(abHigh, cdHigh, Even));
        Avx512F.MaskStore(to + (3 * step), mask, Avx512F.Shuffle4x128(abHigh, cdHigh, Odd));
    }
}
