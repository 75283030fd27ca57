namespace Weir.Ops;

/// <summary>Copies rectangular blocks between tensors of one rank.</summary>
internal static class Blocks
{
    /// <summary>Copies the block of <paramref name="sizes"/> that begins at <paramref name="starts"/> in the source to all of the destination.</summary>
    public static void CopyOut<T>(ReadOnlySpan<T> source, ReadOnlySpan<long> sourceSizes, ReadOnlySpan<long> starts, Span<T> destination, ReadOnlySpan<long> sizes)
    {
        (int run, int dims) = Run(sourceSizes, sizes);
        if (destination.IsEmpty) return;
        for (int at = 0, row = 0; at < destination.Length; at += run, row++)
        {
            source.Slice((int)Position(row, dims, sourceSizes, starts, sizes), run).CopyTo(destination.Slice(at, run));
        }
    }

    /// <summary>Copies all of the source to the block of its sizes that begins at <paramref name="starts"/> in the destination.</summary>
    public static void CopyIn<T>(ReadOnlySpan<T> source, ReadOnlySpan<long> sizes, ReadOnlySpan<long> starts, Span<T> destination, ReadOnlySpan<long> destinationSizes)
    {
        (int run, int dims) = Run(destinationSizes, sizes);
        if (source.IsEmpty) return;
        for (int at = 0, row = 0; at < source.Length; at += run, row++)
        {
            source.Slice(at, run).CopyTo(destination.Slice((int)Position(row, dims, destinationSizes, starts, sizes), run));
        }
    }

    /// <summary>How many elements lie together, and how many dimensions count the rows of them.</summary>
    private static (int Run, int Dims) Run(ReadOnlySpan<long> whole, ReadOnlySpan<long> block)
    {
        int dims = block.Length;
        long run = 1;
        while (dims > 0)
        {
            dims--;
            run *= block[dims];
            if (block[dims] != whole[dims]) break;
        }

        return ((int)run, dims);
    }

    private static long Position(long row, int dims, ReadOnlySpan<long> whole, ReadOnlySpan<long> starts, ReadOnlySpan<long> block)
    {
        long position = 0, stride = 1;
        for (int d = whole.Length - 1; d >= 0; d--)
        {
            long index = starts[d];
            if (d < dims)
            {
                (row, long digit) = Math.DivRem(row, block[d]);
                index += digit;
            }

            position += index * stride;
            stride *= whole[d];
        }

        return position;
    }
}
