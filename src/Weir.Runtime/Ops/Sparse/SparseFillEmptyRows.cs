using System.Buffers;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Gives each row without values one of a default, at column 0, and says where each value went.</summary>
/// <remarks>Values come out by row, within a row as they were. Source: fill_empty_rows_functor.h; gradient: sparse_grad.py.</remarks>
internal sealed class SparseFillEmptyRows : Op
{
    public override OpDefinition Definition { get; } = "SparseFillEmptyRows(indices: int64, values: T, dense_shape: int64, default_value: T) -> output_indices: "
        + "int64, output_values: T, empty_row_indicator: bool, reverse_index_map: int64; T: type";

    public override void InferShapes(ShapeContext c)
    {
        (long count, long rank) = c.Sparse(0);
        c.WithRank(3, 0);
        long?[]? sizes = c.Integers(2);
        c.Output(0, Shape.Of(-1, rank));
        c.Output(1, Shape.OfRank(1));
        c.Output(2, Shape.Of(sizes is [{ } rows, ..] ? rows : -1));
        c.Output(3, Shape.Of(count));
    }

    public override void Gradient(GradientContext g)
    {
        (Output forValues, Output forDefault) = SparseFillEmptyRowsGrad.Build(g.Output(3), g.Outgoing(1));
        g.Flow(1, forValues);
        g.Flow(3, forDefault);
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForMoving(default(Maker));

    private readonly struct Maker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Fill<T>();
    }

    private sealed class Fill<T> : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor indices, Tensor values, Tensor shape) = (s.Input(0), s.Input(1), s.Input(2));
            s.Require(shape.Shape.Rank == 1, $"dense_shape must be a vector, saw: {shape.Shape}");
            s.Require(indices.Shape.Rank == 2, $"indices must be a matrix, saw: {indices.Shape}");
            s.Require(values.Shape.Rank == 1, $"values must be a vector, saw: {values.Shape}");
            s.Require(s.Input(3).Shape.Rank == 0, $"default_value must be a scalar, saw: {s.Input(3).Shape}");
            s.Require(values.ElementCount == indices.Shape[0], $"The length of `values` ({values.ElementCount}) must match the first dimension of `indices` ({indices.Shape[0]}).");
            s.Require(shape.ElementCount == indices.Shape[1], $"The length of `dense_shape` ({shape.ElementCount}) must match the second dimension of `indices` ({indices.Shape[1]}).");
            s.Require(shape.ElementCount > 0, "Dense shape cannot be empty.");
            RowFill.Run<T>(s, indices.Elements<long>(), (int)indices.Shape[1], shape.Elements<long>()[0], "indices",
                s.Input(1), s.Input(3), static (s, count, rank) => s.Output(0, count, rank));
        }
    }
}

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
