using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Weir.Simd;

/// <summary>The part of <see cref="Transpose"/> that puts three rows' elements beside each other: an image's channels, from first to last. Whole vectors are written.</summary>
internal readonly unsafe struct InterleaveJob(TransposePlan* plan, float* source, float* destination) : IParallelJob
{
    private const long Rows = 3, Triples = 1024;

    private readonly long _pieces = ((plan->Size(1) - 1) / Triples) + 1;   // of a row

    /// <summary>How many items there are.</summary>
    public long Items => plan->Length / (Rows * plan->Size(1)) * _pieces;

    /// <summary>The elements in an item.</summary>
    public long ItemLength => Rows * Math.Min(Triples, plan->Size(1));

    /// <summary>Whether a plan is of this kind.</summary>
    public static bool Fits(in TransposePlan plan) => Sse.IsSupported && plan.Size(0) == Rows && plan.Stride(1) == 1;

    public void Run(long begin, long end)
    {
        for (long item = begin; item < end; item++)
        {
            (long matrix, long piece) = Math.DivRem(item, _pieces);
            long from = piece * Triples, to = (matrix * plan->Size(1)) + from, rest = matrix;
            nint count = (nint)Math.Min(Triples, plan->Size(1) - from);
            for (int d = 2; d < plan->Rank; d++)
            {
                (rest, long index) = Math.DivRem(rest, plan->Size(d));
                from += index * plan->Stride(d);
            }
            float* r = source + from, g = r + plan->Stride(0), b = g + plan->Stride(0), y = destination + (to * Rows);
            nint i = 0;
            if (Avx512F.IsSupported)
                i = Sixteens(r, g, b, y, count);
            Fours(r, g, b, y, i, count);
        }
    }

    // The elements of the first two rows are put where they belong, then those of the third between them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static nint Sixteens(float* r, float* g, float* b, float* y, nint count)
    {
        Vector512<int> first0 = Vector512.Create(0, 16, 0, 1, 17, 0, 2, 18, 0, 3, 19, 0, 4, 20, 0, 5);
        Vector512<int> second0 = Vector512.Create(0, 1, 16, 3, 4, 17, 6, 7, 18, 9, 10, 19, 12, 13, 20, 15);
        Vector512<int> first1 = Vector512.Create(21, 0, 6, 22, 0, 7, 23, 0, 8, 24, 0, 9, 25, 0, 10, 26);
        Vector512<int> second1 = Vector512.Create(0, 21, 2, 3, 22, 5, 6, 23, 8, 9, 24, 11, 12, 25, 14, 15);
        Vector512<int> first2 = Vector512.Create(0, 11, 27, 0, 12, 28, 0, 13, 29, 0, 14, 30, 0, 15, 31, 0);
        Vector512<int> second2 = Vector512.Create(26, 1, 2, 27, 4, 5, 28, 7, 8, 29, 10, 11, 30, 13, 14, 31);
        nint i = 0;
        for (; i <= count - 16; i += 16)
        {
            Vector512<float> vr = Vector512.Load(r + i), vg = Vector512.Load(g + i), vb = Vector512.Load(b + i);
            Avx512F.PermuteVar16x32x2(Avx512F.PermuteVar16x32x2(vr, first0, vg), second0, vb).Store(y + (3 * i));
            Avx512F.PermuteVar16x32x2(Avx512F.PermuteVar16x32x2(vr, first1, vg), second1, vb).Store(y + (3 * i) + 16);
            Avx512F.PermuteVar16x32x2(Avx512F.PermuteVar16x32x2(vr, first2, vg), second2, vb).Store(y + (3 * i) + 32);
        }
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fours(float* r, float* g, float* b, float* y, nint i, nint count)
    {
        for (; i <= count - 4; i += 4)
        {
            Vector128<float> vr = Vector128.Load(r + i), vg = Vector128.Load(g + i), vb = Vector128.Load(b + i);
            Vector128<float> b0r1 = Sse.Shuffle(vb, vr, 0x50), g1b1 = Sse.Shuffle(vg, vb, 0x55);   // b0 b0 r1 r1, g1 g1 b1 b1
            Vector128<float> b2r3 = Sse.Shuffle(vb, vr, 0xFA), g3b3 = Sse.Shuffle(vg, vb, 0xFF);   // b2 b2 r3 r3, g3 g3 b3 b3
            Sse.Shuffle(Sse.UnpackLow(vr, vg), b0r1, 0x84).Store(y + (3 * i));
            Sse.Shuffle(g1b1, Sse.UnpackHigh(vr, vg), 0x48).Store(y + (3 * i) + 4);
            Sse.Shuffle(b2r3, g3b3, 0x88).Store(y + (3 * i) + 8);
        }
        for (; i < count; i++)
            (y[3 * i], y[(3 * i) + 1], y[(3 * i) + 2]) = (r[i], g[i], b[i]);
    }
}
