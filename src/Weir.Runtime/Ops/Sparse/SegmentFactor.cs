using Weir.Simd;

namespace Weir.Ops;

/// <summary>What the sum of a segment is multiplied with.</summary>
internal static class SegmentFactor
{
    public static double Of(SegmentScale scale, int count) => scale switch
    {
        SegmentScale.Mean => 1.0 / count,
        SegmentScale.SqrtN => 1.0 / Math.Sqrt(count),
        _ => 1,
    };

    /// <summary>Scales a row in place.</summary>
    public static void Apply<T>(SegmentScale scale, int count, Span<T> row)
        where T : unmanaged
    {
        if (scale == SegmentScale.None || count == 1) return;
        Span<T> factor = [RealNumber.FromDouble<T>(Of(scale, count))];
        Elementwise.Binary<T, Multiply>(row, factor, row);
    }
}
