using System.Numerics;

namespace Weir.Ops;

/// <summary>Divides what an accumulator has added up.</summary>
internal static class AccumulatorMean
{
    /// <summary>Divides the rows of a tensor that nobody else holds, each by a number of its own.</summary>
    /// <param name="sums">The tensor: float16, float32 or float64.</param>
    /// <param name="counts">A number for each row; a single one is for the whole tensor.</param>
    public static void Divide(Tensor sums, ReadOnlySpan<int> counts)
    {
        switch (sums.DType)
        {
            case DType.Float32: Divide(sums.Elements<float>(), counts); break;
            case DType.Float64: Divide(sums.Elements<double>(), counts); break;
            default: Divide(sums.Elements<Half>(), counts); break;
        }
    }

    private static void Divide<T>(Span<T> sums, ReadOnlySpan<int> counts)
        where T : INumber<T>
    {
        int row = counts.Length == 0 ? 0 : sums.Length / counts.Length;
        for (int i = 0; i < counts.Length; i++)
        {
            T count = T.CreateChecked(counts[i]);
            foreach (ref T sum in sums.Slice(i * row, row)) sum /= count;
        }
    }
}
