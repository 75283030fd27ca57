namespace Weir.Ops;

/// <summary>Index tuples, each of which picks an element or a slice of a tensor: what the ops named Nd read of their indices.</summary>
/// <param name="sizes">The tensor's sizes.</param>
/// <param name="indices">int32 or int64, tuple after tuple.</param>
/// <param name="depth">The length of a tuple, at most the number of sizes.</param>
internal readonly ref struct NdIndices(ReadOnlySpan<long> sizes, Tensor indices, int depth)
{
    private readonly ReadOnlySpan<long> sizes = sizes;

    /// <summary>The elements that a tuple picks.</summary>
    public long SliceLength
    {
        get
        {
            long length = 1;
            foreach (long size in sizes[depth..]) length *= size;
            return length;
        }
    }

    /// <summary>Where the slice of a tuple begins, in elements; -1: the tuple leads nowhere.</summary>
    public long Offset(long tuple)
    {
        long offset = 0;
        for (int d = 0; d < depth; d++)
        {
            long index = indices.Integer((int)((tuple * depth) + d));
            if ((ulong)index >= (ulong)sizes[d]) return -1;
            offset = (offset * sizes[d]) + index;
        }

        return offset * SliceLength;
    }

    /// <summary>A tuple as messages show it.</summary>
    public string Show(long tuple)
    {
        List<long> shown = [];
        for (int d = 0; d < depth; d++) shown.Add(indices.Integer((int)((tuple * depth) + d)));
        return $"[{string.Join(", ", shown)}]";
    }
}
