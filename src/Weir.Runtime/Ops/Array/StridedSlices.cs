namespace Weir.Ops;

/// <summary>What the strided slice ops share: how they read their begin, end and strides.</summary>
internal static class StridedSlices
{
    /// <summary>Reads inputs 1 to 3 of a kernel.</summary>
    public static void Read(StepContext s, in SliceMasks masks, ref StridedBlock block)
    {
        (Tensor begin, Tensor end, Tensor strides) = (s.Input(1), s.Input(2), s.Input(3));
        s.Require(begin.Shape.Rank == 1 && begin.Shape.Equals(end.Shape) && begin.Shape.Equals(strides.Shape),
            $"Expected begin, end, and strides to be 1D equal size tensors, but got shapes {begin.Shape}, {end.Shape}, and {strides.Shape} instead.");
        s.Require(begin.ElementCount <= StridedBlock.MaxEntries, $"A slice has at most {StridedBlock.MaxEntries} entries, not {begin.ElementCount}.");
        int entries = (int)begin.ElementCount;
        Span<long> values = stackalloc long[3 * entries];
        begin.Integers(values[..entries]);
        end.Integers(values.Slice(entries, entries));
        strides.Integers(values[(2 * entries)..]);
        foreach (ref long value in values) value = Math.Max(value, -long.MaxValue); // the least number means "unknown" to shape rules
        block.Read(masks, values[..entries], values.Slice(entries, entries), values[(2 * entries)..]);
    }

    /// <summary>The result's shape as far as it is known.</summary>
    public static Shape Infer(ShapeContext c, Shape x)
    {
        Shape vector = c.Merge(c.Merge(c.WithRank(1, 1), c.WithRank(2, 1)), c.WithRank(3, 1));
        SliceMasks masks = SliceMasks.Of(c.Attributes);
        masks.Check();
        if (!x.HasRank || vector[0] is < 0 or > StridedBlock.MaxEntries || !c.TryConstant(3, out long[] strides)) return Shape.Unknown;
        StridedBlock block = new(x.Dimensions, new long[StridedBlock.MemoryFor(x.Rank)]);
        block.Read(masks, Known(c.Integers(1), strides.Length), Known(c.Integers(2), strides.Length), strides);
        return Shape.Of(block.Result);
    }

    private static long[] Known(long?[]? values, int count) =>
        [.. Enumerable.Range(0, count).Select(i => values?[i] is { } value ? Math.Max(value, -long.MaxValue) : StridedBlock.Unknown)];
}
