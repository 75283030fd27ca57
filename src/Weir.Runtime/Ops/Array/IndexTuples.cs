namespace Weir.Ops;

/// <summary>Indices whose last dimension holds tuples: each picks a slice of a tensor by its first dimensions.</summary>
internal readonly ref struct IndexTuples
{
    private readonly Tensor indices;
    private readonly ReadOnlySpan<long> sizes;

    /// <param name="indices">Integers of rank 1 or more.</param>
    /// <param name="depth">The length of a tuple.</param>
    /// <param name="sizes">The tensor that they index; at least as many as the tuples are long.</param>
    public IndexTuples(Tensor indices, int depth, ReadOnlySpan<long> sizes)
    {
        this.indices = indices;
        this.sizes = sizes;
        Depth = depth;
        Count = 1;
        foreach (long size in indices.Shape.Dimensions[..^1]) Count *= size;
        if (depth != indices.Shape[-1]) Count *= indices.Shape[-1];
    }

    public int Depth { get; }

    /// <summary>The number of tuples.</summary>
    public long Count { get; }

    /// <summary>The number of the slice that a tuple picks; -1: there is none.</summary>
    public long Slice(long tuple)
    {
        long slice = 0;
        for (int d = 0; d < Depth; d++)
        {
            long index = indices.Integer((int)(tuple * Depth) + d);
            if ((ulong)index >= (ulong)sizes[d]) return -1;
            slice = (slice * sizes[d]) + index;
        }

        return slice;
    }

    /// <summary>A tuple as TensorFlow's errors show it.</summary>
    public string Text(long tuple)
    {
        long[] values = new long[Depth];
        for (int d = 0; d < Depth; d++) values[d] = indices.Integer((int)(tuple * Depth) + d);
        return $"indices[{tuple}] = [{string.Join(", ", values)}]";
    }
}
