using System.Runtime.CompilerServices;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>How rows that belong to one segment become one: what an empty segment is, and what two rows give.</summary>
internal interface ISegmentReduction
{
    static abstract T Initial<T>() where T : unmanaged;

    static abstract void Combine<T>(Span<T> result, ReadOnlySpan<T> row) where T : unmanaged;
}

/// <summary>The sum; 0 of nothing.</summary>
internal readonly struct SegmentTotal : ISegmentReduction
{
    public static T Initial<T>() where T : unmanaged => default;

    public static void Combine<T>(Span<T> result, ReadOnlySpan<T> row) where T : unmanaged => Elementwise.Binary<T, Add>(result, row, result);
}

/// <summary>The product; 1 of nothing.</summary>
internal readonly struct SegmentProduct : ISegmentReduction
{
    public static T Initial<T>() where T : unmanaged => typeof(T) == typeof(Half) ? Unsafe.BitCast<Half, T>(Half.One)
        : typeof(T) == typeof(BFloat16) ? Unsafe.BitCast<BFloat16, T>((BFloat16)1f) : ProductOf.Initial<T>();

    public static void Combine<T>(Span<T> result, ReadOnlySpan<T> row) where T : unmanaged => Elementwise.Binary<T, Multiply>(result, row, result);
}

/// <summary>The greatest, NaN if there is one; the lowest finite number of nothing.</summary>
internal readonly struct SegmentMaximum : ISegmentReduction
{
    public static T Initial<T>() where T : unmanaged => Extremes.LowestFinite<T>();

    public static void Combine<T>(Span<T> result, ReadOnlySpan<T> row) where T : unmanaged => Elementwise.Binary<T, Maximum>(result, row, result);
}

/// <summary>The least, NaN if there is one; the highest finite number of nothing.</summary>
internal readonly struct SegmentMinimum : ISegmentReduction
{
    public static T Initial<T>() where T : unmanaged => Extremes.HighestFinite<T>();

    public static void Combine<T>(Span<T> result, ReadOnlySpan<T> row) where T : unmanaged => Elementwise.Binary<T, Minimum>(result, row, result);
}
