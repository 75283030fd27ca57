using System.Buffers;

namespace Weir.Ops;

/// <summary>The three inputs that are a sparse tensor: indices [n, rank] and shape [rank] of int64, values [n].</summary>
internal static class SparseInput
{
    /// <summary>Checks that the three fit together and gives the indices.</summary>
    /// <param name="s">The step.</param>
    /// <param name="first">The first of the three inputs.</param>
    public static SparseIndices Sparse(this StepContext s, int first) => s.Sparse(first, first + 1, first + 2);

    /// <inheritdoc cref="Sparse(StepContext, int)"/>
    public static SparseIndices Sparse(this StepContext s, int indicesInput, int valuesInput, int shapeInput)
    {
        (Tensor indices, Tensor values, Tensor shape) = (s.Input(indicesInput), s.Input(valuesInput), s.Input(shapeInput));
        s.Require(indices.Shape.Rank == 2, $"Sparse indices must be rank 2 but is rank {indices.Shape.Rank}");
        s.Require(values.Shape.Rank == 1, $"Sparse values must be rank 1 but is rank {values.Shape.Rank}");
        s.Require(shape.Shape.Rank == 1, $"Sparse shape must be rank 1 but is rank {shape.Shape.Rank}");
        s.Require(indices.Shape[0] == values.Shape[0], $"Number of elements in indices ({indices.Shape[0]}) and values ({values.Shape[0]}) do not match");
        s.Require(indices.Shape[1] == shape.Shape[0], $"Index rank ({indices.Shape[1]}) and shape rank ({shape.Shape[0]}) do not match");
        s.Require(shape.ElementCount <= Shape.MaxRank, $"A sparse tensor of rank {shape.ElementCount} has more than the {Shape.MaxRank} dimensions allowed");
        return new SparseIndices(indices, values.ElementCount, shape.Elements<long>());
    }

    /// <summary>The shape of a dense tensor that a vector of sizes says.</summary>
    /// <param name="s">The step.</param>
    /// <param name="sizes">int32 or int64, a vector.</param>
    /// <param name="buffer">Room for 254 sizes.</param>
    public static ReadOnlySpan<long> Sizes(this StepContext s, Tensor sizes, Span<long> buffer)
    {
        s.Require(sizes.Shape.Rank == 1, $"a shape must be rank 1, got shape {sizes.Shape}");
        s.Require(sizes.ElementCount <= Shape.MaxRank, $"Shape has {sizes.ElementCount} dimensions, more than the {Shape.MaxRank} allowed.");
        Span<long> values = buffer[..(int)sizes.ElementCount];
        sizes.Integers(values);
        s.RequireSizes(values);
        return values;
    }

    /// <summary>The number of elements of a dense tensor, once it is known to fit 63 bits.</summary>
    public static long RequireSizes(this StepContext s, ReadOnlySpan<long> sizes)
    {
        UInt128 count = 1;
        foreach (long size in sizes)
        {
            s.Require(size >= 0, $"Dimension {size} must be >= 0");
            if (size > 0 && (count *= (ulong)size) > long.MaxValue) s.Require(false, $"Encountered overflow when multiplying the sizes of {SparseIndices.Text(sizes)}");
        }

        return sizes.Contains(0) ? 0 : (long)count;
    }

    /// <summary>The values' places in row-major order of their indices; equal indices stay as they were.</summary>
    /// <returns>A rented array that begins with the order; give it back. Null: they are in order.</returns>
    public static int[]? Order(this in SparseIndices indices)
    {
        int sorted = 1;
        while (sorted < indices.Count && indices.Compare(sorted - 1, sorted) <= 0) sorted++;
        if (sorted >= indices.Count) return null;
        int[] order = ArrayPool<int>.Shared.Rent(indices.Count);
        for (int i = 0; i < indices.Count; i++)
        {
            order[i] = i;
            if (!indices.IsInBounds(i)) return OrderOutOfBounds(indices, order);
        }

        long[] keys = ArrayPool<long>.Shared.Rent(indices.Count);
        for (int i = 0; i < indices.Count; i++) keys[i] = indices.Position(i);
        Array.Sort(keys, order, 0, indices.Count);
        for (int begin = 0, end; begin < indices.Count; begin = end)
        {
            end = begin + 1;
            while (end < indices.Count && keys[end] == keys[begin]) end++;
            if (end > begin + 1) Array.Sort(order, begin, end - begin);
        }

        ArrayPool<long>.Shared.Return(keys);
        return order;
    }

    /// <summary>TensorFlow orders also what lies outside of the shape, where a position says nothing.</summary>
    private static int[] OrderOutOfBounds(in SparseIndices indices, int[] order)
    {
        long[][] rows = new long[indices.Count][];
        for (int i = 0; i < rows.Length; i++) (rows[i], order[i]) = (indices.Row(i).ToArray(), i);
        order.AsSpan(0, rows.Length).Sort((x, y) => rows[x].AsSpan().SequenceCompareTo(rows[y]) is var by and not 0 ? by : x.CompareTo(y));
        return order;
    }
}
