using System.Buffers;

namespace Weir.Ops;

/// <summary>What SparseFillEmptyRows and RaggedFillEmptyRows do: values by row, each row with at least one.</summary>
internal static class RowFill
{
    /// <param name="s">The step; output 1 are values, 2 the rows that were empty, 3 where each value went.</param>
    /// <param name="places">Coordinates, <paramref name="width"/> for each value, the row first.</param>
    /// <param name="width">How many coordinates a value has.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="name">What messages call the coordinates.</param>
    /// <param name="valuesInput">The values.</param>
    /// <param name="defaultInput">The value of a row that has none.</param>
    /// <param name="makePlaces">Makes output 0 for so many values and coordinates.</param>
    public static void Run<T>(
        StepContext s, ReadOnlySpan<long> places, int width, long rows, string name, Tensor valuesInput, Tensor defaultInput, Func<StepContext, long, long, Tensor> makePlaces)
    {
        ReadOnlySpan<T> values = MovedElements.Of<T>(valuesInput);
        s.Require(rows >= 0, $"Dimension {rows} must be >= 0");
        s.Require(rows > 0 || values.Length == 0, $"Received SparseTensor with dense_shape[0] = 0 but indices.shape[0] = {values.Length}");
        Span<bool> empty = s.Output(2, rows).Elements<bool>();
        Span<long> wentTo = s.Output(3, values.Length).Elements<long>();
        int[] next = ArrayPool<int>.Shared.Rent(empty.Length + 1);
        Span<int> counts = next.AsSpan(0, empty.Length);
        counts.Clear();
        for (int i = 0; i < values.Length; i++)
        {
            long row = places[i * width];
            s.Require((ulong)row < (ulong)rows, $"{name}({i}, 0) is invalid: {row} >= {rows}");
            counts[(int)row]++;
        }

        long total = values.Length;
        for (int row = 0; row < empty.Length; row++)
        {
            empty[row] = counts[row] == 0;
            if (empty[row]) total++;
        }

        Span<long> filledPlaces = makePlaces(s, total, width).Elements<long>();
        Span<T> filled = MovedElements.Of<T>(s.Output(1, total));
        T missing = MovedElements.Of<T>(defaultInput)[0];
        int at = 0;
        for (int row = 0; row < counts.Length; row++)
        {
            int count = counts[row];
            counts[row] = at;
            at += Math.Max(1, count);
            if (count > 0) continue;
            filledPlaces.Slice(counts[row] * width, width).Clear();
            filledPlaces[counts[row] * width] = row;
            filled[counts[row]] = missing;
        }

        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<long> place = places.Slice(i * width, width);
            int to = counts[(int)place[0]]++;
            wentTo[i] = to;
            place.CopyTo(filledPlaces[(to * width)..]);
            filled[to] = values[i];
        }

        ArrayPool<int>.Shared.Return(next);
    }
}
