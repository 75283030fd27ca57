using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A range for each row: start, start + delta, ... up to but without limit. Scalars serve all rows.</summary>
/// <remarks>Source: ragged_range_op.cc.</remarks>
internal sealed class RaggedRange : Op
{
    public override OpDefinition Definition { get; } = "RaggedRange(starts: T, limits: T, deltas: T) -> rt_nested_splits: Tsplits, rt_dense_values: T; T: {bfloat16, "
        + "float, double, int32, int64} = int32; Tsplits: {int32, int64} = int64";

    public override void InferShapes(ShapeContext c)
    {
        long rows = -1;
        bool allScalars = true, unknown = false;
        for (int i = 0; i < 3; i++)
        {
            Shape input = c.Input(i);
            if (!input.HasRank) unknown = true;
            c.Require(input.Rank <= 1, $"Shape must be at most rank 1 but is rank {input.Rank}");
            if (input.Rank != 0) allScalars = false;
            if (input.Rank == 1) rows = c.MergeSizes(rows, input[0]);
        }

        c.Output(0, Shape.Of(allScalars ? 2 : rows >= 0 && !unknown ? rows + 1 : -1));
        c.Output(1, Shape.OfRank(1));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        bool isNarrow = r.Type("Tsplits") == DType.Int32;
        long most = isNarrow ? int.MaxValue : long.MaxValue;
        return r.Type("T") switch
        {
            DType.Float32 => new Ranges<float>(most, FloatCount),
            DType.Float64 => new Ranges<double>(most, FloatCount),
            DType.Int32 => new Ranges<int>(most, IntegerCount),
            DType.Int64 => new Ranges<long>(most, isNarrow ? NarrowCount : IntegerCount),
            _ => throw r.NoKernel("T"),
        };
    }

    /// <returns>How many there are; null: more than 63 bits can say.</returns>
    private static long? FloatCount<T>(T start, T limit, T delta)
        where T : IFloatingPoint<T>
    {
        T count = T.Ceiling(T.Abs((limit - start) / delta));
        return count < T.CreateSaturating(long.MaxValue) ? long.CreateTruncating(count) : null;
    }

    private static long? IntegerCount<T>(T start, T limit, T delta)
        where T : IBinaryInteger<T>
    {
        Int128 distance = Int128.Abs(Int128.CreateTruncating(limit) - Int128.CreateTruncating(start));
        Int128 step = Int128.Abs(Int128.CreateTruncating(delta));
        Int128 count = (distance + step - 1) / step;
        return count <= long.MaxValue ? (long)count : null;
    }

    // TensorFlow counts int64 in the type of the splits: the high bits are lost.
    private static long? NarrowCount(long start, long limit, long delta) => IntegerCount(start, limit, delta) is { } count && (int)count >= 0 ? (int)count : null;

    private sealed class Ranges<T>(long most, Func<T, T, T, long?> countOf) : Kernel
        where T : unmanaged, INumber<T>
    {
        public override void Run(StepContext s)
        {
            long rows = 1;
            bool found = false;
            for (int i = 0; i < 3; i++)
            {
                Shape shape = s.Input(i).Shape;
                s.Require(shape.Rank <= 1, $"{(i == 0 ? "starts" : i == 1 ? "limits" : "deltas")} must be a scalar or vector");
                if (shape.Rank == 0) continue;
                s.Require(!found || shape[0] == rows, "starts, limits, and deltas must have the same shape");
                (rows, found) = (shape[0], true);
            }

            ReadOnlySpan<T> starts = s.Input(0).Elements<T>(), limits = s.Input(1).Elements<T>(), deltas = s.Input(2).Elements<T>();
            (int start, int limit, int delta) = (s.Input(0).Shape.Rank, s.Input(1).Shape.Rank, s.Input(2).Shape.Rank);
            Tensor splits = s.Output(0, rows + 1);
            SetSplit(splits, 0, 0);
            long total = 0;
            for (int row = 0; row < rows; row++)
            {
                (T first, T end, T step) = (starts[row * start], limits[row * limit], deltas[row * delta]);
                s.Require(step != T.Zero, "Requires delta != 0");
                bool isEmpty = step > T.Zero ? first >= end : first <= end;
                long? count = isEmpty ? 0 : countOf(first, end, step);
                s.Require(count is not null, "Requires ((limit - start) / delta) <= 9223372036854775807");
                s.Require(count <= most - total, $"The total range size overflowed. Consider using int64 instead of int32 for row_splits_dtype.");
                SetSplit(splits, row + 1, total += count.Value);
            }

            Span<T> values = s.Output(1, total).Elements<T>();
            for (int row = 0, at = 0; row < rows; row++)
            {
                T value = starts[row * start];
                for (long end = splits.Integer(row + 1); at < end; at++, value += deltas[row * delta]) values[at] = value;
            }
        }

        private static void SetSplit(Tensor splits, int row, long value)
        {
            if (splits.DType == DType.Int64) splits.Elements<long>()[row] = value;
            else splits.Elements<int>()[row] = (int)value;
        }
    }
}
