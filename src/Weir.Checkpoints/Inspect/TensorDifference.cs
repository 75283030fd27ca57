namespace Weir.Checkpoints;

/// <summary>How the values of two tensors of one dtype and shape differ.</summary>
/// <param name="Elements">How many elements have other bytes.</param>
/// <param name="MaxAbsolute">
/// The greatest distance between two numbers; of complex ones between their parts. Infinite where one is finite and the other is not; NaN for strings.
/// </param>
internal sealed record TensorDifference(long Elements, double MaxAbsolute)
{
    /// <summary>Compares two tensors.</summary>
    /// <returns>Null: they are the same, bit by bit.</returns>
    public static TensorDifference? Of(Tensor left, Tensor right) => left.DType == DType.String ? OfStrings(left.Strings, right.Strings) : OfNumbers(left, right);

    private static TensorDifference? OfStrings(byte[][] left, byte[][] right)
    {
        long differing = 0;
        for (int i = 0; i < left.Length; i++)
        {
            if (!left[i].AsSpan().SequenceEqual(right[i])) differing++;
        }

        return differing == 0 ? null : new TensorDifference(differing, double.NaN);
    }

    private static unsafe TensorDifference? OfNumbers(Tensor left, Tensor right)
    {
        DType part = left.DType switch { DType.Complex64 => DType.Float32, DType.Complex128 => DType.Float64, _ => left.DType };
        int parts = left.DType.ElementSize() / part.ElementSize(), size = left.DType.ElementSize();
        double[] first = new double[ElementValues.ChunkElements * parts], second = new double[first.Length];
        long differing = 0;
        double most = 0;
        for (long start = 0; start < left.ElementCount; start += ElementValues.ChunkElements)
        {
            int count = (int)Math.Min(ElementValues.ChunkElements, left.ElementCount - start);
            byte* a = left.Data + (start * size);
            byte* b = right.Data + (start * size);
            ReadOnlySpan<byte> leftBytes = new(a, count * size), rightBytes = new(b, count * size);
            if (leftBytes.SequenceEqual(rightBytes)) continue;
            for (int i = 0; i < count; i++)
            {
                if (!leftBytes.Slice(i * size, size).SequenceEqual(rightBytes.Slice(i * size, size))) differing++;
            }

            ElementValues.Read(part, a, first.AsSpan(0, count * parts));
            ElementValues.Read(part, b, second.AsSpan(0, count * parts));
            for (int i = 0; i < count * parts; i++) most = Math.Max(most, Distance(first[i], second[i]));
        }

        GC.KeepAlive(left);
        GC.KeepAlive(right);
        return differing == 0 ? null : new TensorDifference(differing, most);
    }

    private static double Distance(double left, double right)
    {
        if (left.Equals(right)) return 0; // Two infinities, two that are no number.
        double distance = Math.Abs(left - right);
        return double.IsNaN(distance) ? double.PositiveInfinity : distance;
    }
}
