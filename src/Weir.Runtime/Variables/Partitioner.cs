namespace Weir;

/// <summary>Says into how many parts a variable is cut. See <see cref="Partitioners"/>.</summary>
/// <param name="shape">The whole's shape, fully defined.</param>
/// <param name="dtype">The whole's dtype.</param>
/// <returns>The number of parts in each dimension, more than one in one dimension at most.</returns>
public delegate IReadOnlyList<int> Partitioner(Shape shape, DType dtype);

/// <summary>The usual ways to cut variables.</summary>
/// <remarks>Source: partitioned_variables.py (TensorFlow 2.15).</remarks>
public static class Partitioners
{
    /// <summary>Into a number of parts, or as many as there are rows.</summary>
    /// <param name="count">How many parts.</param>
    /// <param name="axis">The dimension that is cut.</param>
    public static Partitioner FixedSize(int count, int axis = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return (shape, _) => Along(shape, axis, Math.Min(count, shape[Checked(shape, axis)]));
    }

    /// <summary>Into parts of no more than a number of bytes, one row at least.</summary>
    /// <param name="maxBytes">The most bytes of a part.</param>
    /// <param name="axis">The dimension that is cut.</param>
    /// <param name="bytesPerString">How long strings are taken to be.</param>
    /// <param name="maxCount">The most parts; null: any number.</param>
    public static Partitioner VariableAxisSize(long maxBytes, int axis = 0, int bytesPerString = 16, int? maxCount = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCount ?? 1, 1);
        return (shape, dtype) =>
        {
            long size = shape[Checked(shape, axis)];
            double rowBytes = shape.ElementCount / (double)size * ElementBytes(dtype, bytesPerString);
            long rowsInPart = (long)Math.Max(1, Math.Floor(maxBytes / rowBytes));
            return Along(shape, axis, Math.Min(maxCount ?? long.MaxValue, (size + rowsInPart - 1) / rowsInPart));
        };
    }

    /// <summary>Into as many parts as are wanted, if none is smaller than a number of bytes.</summary>
    /// <param name="maxCount">The most parts.</param>
    /// <param name="axis">The dimension that is cut.</param>
    /// <param name="minBytes">The bytes that a part has at least, but for the last.</param>
    /// <param name="bytesPerString">How long strings are taken to be.</param>
    public static Partitioner MinMax(int maxCount, int axis = 0, long minBytes = 256 << 10, int bytesPerString = 16)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(minBytes, 1);
        return (shape, dtype) =>
        {
            double parts = Math.Ceiling(shape.ElementCount * (double)ElementBytes(dtype, bytesPerString) / minBytes);
            return Along(shape, axis, (long)Math.Max(1, Math.Min(Math.Min(shape[Checked(shape, axis)], maxCount), parts)));
        };
    }

    private static int[] Along(Shape shape, int axis, long count)
    {
        int[] parts = new int[shape.Rank];
        Array.Fill(parts, 1);
        parts[axis] = checked((int)count);
        return parts;
    }

    private static int Checked(Shape shape, int axis) => axis >= 0 && axis < shape.Rank ? axis
        : throw new ArgumentException($"Cannot partition variable along axis {axis} when shape is only {shape}", nameof(axis));

    private static int ElementBytes(DType dtype, int bytesPerString) => dtype == DType.String ? bytesPerString : dtype.ElementSize();
}
