namespace Weir.Checkpoints;

/// <summary>What the numbers of a tensor are like. Everything but the counts is of the finite ones; of complex numbers the absolute values are looked at.</summary>
/// <param name="Finite">How many are finite.</param>
/// <param name="NaNs">How many are not a number.</param>
/// <param name="Infinities">How many are infinite.</param>
/// <param name="Min">The least; NaN if none is finite, as the next three are.</param>
/// <param name="Max">The greatest.</param>
/// <param name="Mean">The mean.</param>
/// <param name="StandardDeviation">The root of the mean square distance from the mean.</param>
/// <param name="Bins">How many lie in each of equal parts of the range from least to greatest; one part if all are equal.</param>
internal sealed record TensorStatistics(
    long Finite, long NaNs, long Infinities, double Min, double Max, double Mean, double StandardDeviation, IReadOnlyList<long> Bins)
{
    /// <summary>Goes over a tensor twice, and needs no memory for it.</summary>
    /// <param name="tensor">A tensor of plain elements.</param>
    /// <param name="bins">How many parts the range has, if it is one.</param>
    public static TensorStatistics Of(Tensor tensor, int bins)
    {
        long nans = 0, infinities = 0, finite = 0;
        double min = double.PositiveInfinity, max = double.NegativeInfinity, sum = 0;
        ForEachChunk(tensor, values =>
        {
            foreach (double value in values)
            {
                if (!double.IsFinite(value))
                {
                    if (double.IsNaN(value)) nans++;
                    else infinities++;
                    continue;
                }

                finite++;
                sum += value;
                if (value < min) min = value;
                if (value > max) max = value;
            }
        });
        long[] counts = new long[max > min ? bins : 1];
        if (finite == 0) return new TensorStatistics(0, nans, infinities, double.NaN, double.NaN, double.NaN, double.NaN, counts);
        double mean = sum / finite, squares = 0;
        double halfRange = (max / 2) - (min / 2); // The range itself may be more than a double holds.
        ForEachChunk(tensor, values =>
        {
            foreach (double value in values)
            {
                if (!double.IsFinite(value)) continue;
                squares += (value - mean) * (value - mean);
                double place = halfRange > 0 ? ((value / 2) - (min / 2)) / halfRange : 0;
                counts[Math.Min(counts.Length - 1, (int)(place * counts.Length))]++;
            }
        });
        return new TensorStatistics(finite, nans, infinities, min, max, mean, Math.Sqrt(squares / finite), counts);
    }

    private static void ForEachChunk(Tensor tensor, Action<Span<double>> look)
    {
        double[] values = new double[ElementValues.ChunkElements];
        for (long start = 0; start < tensor.ElementCount; start += values.Length)
        {
            Span<double> chunk = values.AsSpan(0, (int)Math.Min(values.Length, tensor.ElementCount - start));
            ElementValues.Read(tensor, start, chunk);
            look(chunk);
        }

        GC.KeepAlive(tensor);
    }
}
