namespace Weir.Ops;

/// <summary>Brings the result of an Einsum into the order that the equation says; a repeated letter puts it on a diagonal of zeros.</summary>
internal static class EinsumOutput
{
    /// <param name="result">The result, with the dimensions of <paramref name="order"/>.</param>
    /// <param name="order">Each dimension once.</param>
    /// <param name="wanted">The dimensions of the output.</param>
    /// <param name="sizes">The sizes of all dimensions.</param>
    /// <param name="output">Where it goes.</param>
    public static void Write<T>(Tensor result, in EinsumDimensions order, ReadOnlySpan<int> wanted, in EinsumLabels sizes, Tensor output)
        where T : unmanaged
    {
        Span<long> shape = stackalloc long[order.Count];
        Span<long> from = stackalloc long[order.Count];
        Span<long> to = stackalloc long[order.Count];
        Span<int> distinct = stackalloc int[order.Count];
        int count = 0;
        foreach (int label in wanted)
        {
            if (!distinct[..count].Contains(label)) distinct[count++] = label;
        }

        for (int i = 0; i < count; i++)
        {
            shape[i] = sizes[distinct[i]];
            from[i] = 1;
            for (int k = order.Labels.IndexOf(distinct[i]) + 1; k < order.Count; k++) from[i] *= sizes[order.Labels[k]];
            long stride = 1;
            for (int k = wanted.Length - 1; k >= 0; k--)
            {
                if (wanted[k] == distinct[i]) to[i] += stride;
                stride *= sizes[wanted[k]];
            }
        }

        if (count == wanted.Length)
        {
            Simd.Transpose.Gather(result.Elements<T>(), shape, from, output.Elements<T>());
            return;
        }

        output.Clear();
        Spread(result.Elements<T>(), shape, from, to, output.Elements<T>());
    }

    private static void Spread<T>(ReadOnlySpan<T> source, ReadOnlySpan<long> sizes, ReadOnlySpan<long> from, ReadOnlySpan<long> to, Span<T> destination)
    {
        for (int i = 0; i < source.Length; i++)
        {
            (long rest, long read, long write) = (i, 0, 0);
            for (int d = sizes.Length - 1; d >= 0; d--)
            {
                (rest, long index) = Math.DivRem(rest, sizes[d]);
                read += index * from[d];
                write += index * to[d];
            }

            destination[(int)write] = source[(int)read];
        }
    }
}
