using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Counts values, or sums their weights, by value into a sparse tensor: of a vector, or row by row of a matrix.</summary>
/// <remarks>
/// The last size of the result is <c>maxlength</c>, where larger values do not count, or the largest value and one, but at least
/// <c>minlength</c>. Source: count_ops.cc.
/// </remarks>
internal sealed class CountSparseOutput(OpDefinition definition, CountSparseOutput.Rows rows) : Op
{
    /// <summary>How the values lie in rows.</summary>
    internal enum Rows
    {
        Dense,
        Ragged,
        Sparse,
    }

    public static readonly Op[] All =
    [
        new CountSparseOutput("DenseCountSparseOutput(values: T, weights: output_type) -> output_indices: int64, output_values: output_type, output_dense_shape: "
            + "int64; T: {int32, int64}; minlength: int >= -1 = -1; maxlength: int >= -1 = -1; binary_output: bool; output_type: {int32, int64, float, "
            + "double}", Rows.Dense),
        new CountSparseOutput("RaggedCountSparseOutput(splits: int64, values: T, weights: output_type) -> output_indices: int64, output_values: output_type, "
            + "output_dense_shape: int64; T: {int32, int64}; minlength: int >= -1 = -1; maxlength: int >= -1 = -1; binary_output: bool; output_type: {int32, "
            + "int64, float, double}", Rows.Ragged),
        new CountSparseOutput("SparseCountSparseOutput(indices: int64, values: T, dense_shape: int64, weights: output_type) -> output_indices: int64, output_values: "
            + "output_type, output_dense_shape: int64; T: {int32, int64}; minlength: int >= -1 = -1; maxlength: int >= -1 = -1; binary_output: bool; "
            + "output_type: {int32, int64, float, double}", Rows.Sparse),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        long rank = rows switch
        {
            Rows.Dense => c.WithRankAtLeast(0, 1) is { HasRank: true } values ? values.Rank : -1,
            Rows.Sparse => c.Input(0) is { HasRank: true } indices ? c.WithRank(0, 2)[1] : -1,
            _ => 2,
        };
        c.SparseOutput(0, -1, rank);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T");
        (long least, long most, bool binary) = (r.Int("minlength"), r.Int("maxlength"), r.Bool("binary_output"));
        return r.Type("output_type") switch
        {
            DType.Float32 => new Count<float>(rows, least, most, binary),
            DType.Float64 => new Count<double>(rows, least, most, binary),
            DType.Int32 => new Count<int>(rows, least, most, binary),
            DType.Int64 => new Count<long>(rows, least, most, binary),
            _ => throw r.NoKernel("output_type"),
        };
    }

    private sealed class Count<T>(Rows rows, long least, long most, bool binary) : Kernel
        where T : unmanaged, INumber<T>
    {
        public override void Run(StepContext s)
        {
            Tensor values = s.Input(rows == Rows.Dense ? 0 : 1), weights = s.Input(s.InputCount - 1);
            s.Require(weights.ElementCount == 0 || weights.ElementCount == values.ElementCount,
                $"Weights and values must have the same shape. Weight shape: {weights.Shape}; values shape: {values.Shape}");
            (long batches, bool isVector) = rows switch
            {
                Rows.Dense => DenseRows(s, values),
                Rows.Ragged => RaggedRows(s, values),
                _ => SparseRows(s, values),
            };
            SortedDictionary<(long Row, long Value), T> counts = [];
            for (int i = 0, row = 0; i < values.ElementCount; i++)
            {
                if (rows == Rows.Ragged)
                {
                    while (s.Input(0).Elements<long>()[row + 1] <= i) row++;
                }

                long batch = isVector ? 0 : rows switch
                {
                    Rows.Dense => i / values.Shape[1],
                    Rows.Ragged => row,
                    _ => s.Input(0).Elements<long>()[i * 2],
                };
                long value = values.Integer(i);
                s.Require(value >= 0, "Input values must all be non-negative");
                if (most >= 0 && value >= most) continue;
                T weight = weights.ElementCount == 0 ? T.One : weights.Elements<T>()[i];
                counts[(batch, value)] = binary ? T.One : counts.GetValueOrDefault((batch, value)) + weight;
            }

            Write(s, counts, batches, isVector);
        }

        private void Write(StepContext s, SortedDictionary<(long Row, long Value), T> counts, long batches, bool isVector)
        {
            int rank = isVector ? 1 : 2;
            Span<long> indices = s.Output(0, counts.Count, rank).Elements<long>();
            Span<T> sums = s.Output(1, counts.Count).Elements<T>();
            Span<long> shape = s.Output(2, rank).Elements<long>();
            (int at, long largest) = (0, -1);
            foreach (((long row, long value), T sum) in counts)
            {
                if (!isVector) indices[at * rank] = row;
                indices[(at * rank) + rank - 1] = value;
                sums[at++] = sum;
                largest = Math.Max(largest, value);
            }

            if (!isVector) shape[0] = batches;
            shape[rank - 1] = most >= 0 ? most : Math.Max(largest + 1, least);
        }

        private static (long Batches, bool IsVector) DenseRows(StepContext s, Tensor values)
        {
            s.Require(values.Shape.Rank is 1 or 2, $"Input must be a 1 or 2-dimensional tensor. Got: {values.Shape}");
            return values.Shape.Rank == 1 ? (1, true) : (values.Shape[0], false);
        }

        private static (long Batches, bool IsVector) RaggedRows(StepContext s, Tensor values)
        {
            ReadOnlySpan<long> splits = s.Input(0).Elements<long>();
            RowSplits.Require(s, splits, values.ElementCount);
            return (splits.Length - 1, false);
        }

        private static (long Batches, bool IsVector) SparseRows(StepContext s, Tensor values)
        {
            (Tensor indices, Tensor shape) = (s.Input(0), s.Input(2));
            s.Require(indices.Shape.Rank == 2, $"Input indices must be a 2-dimensional tensor. Got: {indices.Shape}");
            s.Require(values.Shape.Rank == 1, $"Input values must be a vector. Got: {values.Shape}");
            s.Require(shape.Shape.Rank == 1, $"Input shape must be a vector. Got: {shape.Shape}");
            s.Require(values.ElementCount == indices.Shape[0], $"Number of values must match first dimension of indices. Got {values.ElementCount} values, indices shape: {indices.Shape}");
            s.Require(shape.ElementCount == indices.Shape[1], $"Number of dimensions must match second dimension of indices. Got {shape.ElementCount} dimensions, indices shape: {indices.Shape}");
            s.Require(shape.ElementCount is 1 or 2, "The shape argument requires one or two elements.");
            SparseIndices places = new(indices, values.ElementCount, shape.Elements<long>());
            places.RequireInBounds(s);
            return places.Rank == 1 ? (1, true) : (places.Shape[0], false);
        }
    }
}
