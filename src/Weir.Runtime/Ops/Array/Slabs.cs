namespace Weir.Ops;

/// <summary>A tensor seen as [outer, axis, inner] around one of its dimensions.</summary>
/// <param name="Outer">The product of the sizes before the axis.</param>
/// <param name="Length">The size of the axis.</param>
/// <param name="Inner">The product of the sizes behind the axis.</param>
internal readonly record struct Slabs(long Outer, long Length, long Inner)
{
    /// <summary>The view around a dimension.</summary>
    public static Slabs Of(ReadOnlySpan<long> sizes, int axis)
    {
        (long outer, long inner) = (1, 1);
        for (int i = 0; i < axis; i++) outer *= sizes[i];
        for (int i = axis + 1; i < sizes.Length; i++) inner *= sizes[i];
        return new Slabs(outer, axis < sizes.Length ? sizes[axis] : 1, inner);
    }

    /// <summary>Copies a block of each outer row: from where it begins in a source row to where it begins in a destination row.</summary>
    public static void Copy<T>(long rows, long block, ReadOnlySpan<T> source, long sourceRow, long sourceAt, Span<T> destination, long destinationRow, long destinationAt)
    {
        if (block == 0) return;
        for (long row = 0; row < rows; row++)
        {
            source.Slice((int)((row * sourceRow) + sourceAt), (int)block).CopyTo(destination.Slice((int)((row * destinationRow) + destinationAt), (int)block));
        }
    }
}
