using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The crosses of ragged, sparse and dense columns, row by row, as a ragged tensor.</summary>
/// <remarks>Source: ragged_cross_op.cc.</remarks>
internal sealed class RaggedCross : Op
{
    public override OpDefinition Definition { get; } = "RaggedCross(ragged_values: ragged_values_types, ragged_row_splits: ragged_splits_types, sparse_indices: "
        + "Nsparse * int64, sparse_values: sparse_values_types, sparse_shape: Nsparse * int64, dense_inputs: dense_types) -> output_values: out_values_type, "
        + "output_row_splits: out_row_splits_type; Nsparse: int >= 0; input_order: string; hashed_output: bool; num_buckets: int >= 0; hash_key: int; "
        + "ragged_values_types: list({int64, string}); ragged_splits_types: list({int32, int64}); sparse_values_types: list({int64, string}); dense_types: "
        + "list({int64, string}); out_values_type: {int64, string}; out_row_splits_type: {int32, int64}";

    public override void InferShapes(ShapeContext c)
    {
        int ragged = c.Attributes.Get<DType[]>("ragged_values_types").Length;
        int dense = c.Attributes.Get<DType[]>("dense_types").Length, firstDense = c.InputCount - dense;
        long splits = -1;
        for (int i = 0; i < ragged; i++)
        {
            c.WithRank(i, 1);
            splits = c.MergeSizes(splits, c.WithRank(ragged + i, 1)[0]);
        }

        for (int i = 0; i < dense; i++)
        {
            long rows = c.WithRank(firstDense + i, 2)[0];
            splits = c.MergeSizes(splits, rows < 0 ? -1 : rows + 1);
        }

        c.Output(0, Shape.OfRank(1));
        c.Output(1, Shape.Of(splits));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("hashed_output", "out_row_splits_type");
        (int ragged, int sparse, int dense) = (r.Types("ragged_values_types").Length, (int)r.Int("Nsparse"), r.Types("dense_types").Length);
        string order = r.String("input_order");
        if (r.Types("ragged_splits_types").Length != ragged) throw Error("ragged values and splits must have the same length");
        if (r.Types("sparse_values_types").Length != sparse) throw Error("sparse indices and values must have the same length");
        if (order.Length != ragged + sparse + dense) throw Error("Invalid length for input_order");
        if (order.Any(kind => kind is not ('R' or 'S' or 'D'))) throw Error("Unexpected input_order value.");
        if (order.Count(kind => kind == 'R') != ragged || order.Count(kind => kind == 'S') != sparse) throw Error("Invalid length for input_order");
        Crossing crossing = r.Type("out_values_type") == DType.String ? Crossing.Text("_X_"u8.ToArray()) : Crossing.Hash((ulong)r.Int("hash_key"), r.Int("num_buckets"));
        r.Ignore("hash_key", "num_buckets");
        return new Cross(ragged, sparse, order, crossing);
    }

    private static TfException Error(string message) => new(StatusCode.InvalidArgument, message);

    private sealed class Cross(int ragged, int sparse, string order, Crossing crossing) : Kernel
    {
        public override void Run(StepContext s)
        {
            List<CrossColumn> columns = [];
            int rows = -1;
            (int nextRagged, int nextSparse, int nextDense) = (0, 0, 0);
            foreach (char kind in order)
            {
                (CrossColumn column, long count) = kind switch
                {
                    'R' => Ragged(s, nextRagged++),
                    'S' => Sparse(s, nextSparse++),
                    _ => Dense(s, s.Input((2 * ragged) + (3 * sparse) + nextDense++)),
                };
                s.Require(rows < 0 || rows == count, "inputs must all have the same batch dimension size.");
                rows = (int)count;
                columns.Add(column);
            }

            rows = Math.Max(0, rows);
            Tensor splits = s.Output(1, rows + 1L);
            Span<long> ends = new long[rows + 1];
            for (int row = 0; row < rows; row++) ends[row + 1] = ends[row] + Crossing.Count(columns, row);
            s.Require(splits.DType == DType.Int64 || ends[^1] <= int.MaxValue, "Row splits of int32 can not say so many crosses.");
            splits.SetIntegers(ends);
            Tensor output = s.Output(0, ends[^1]);
            for (int row = 0; row < rows; row++) crossing.WriteRow(columns, row, ends[row + 1] - ends[row], output, (int)ends[row]);
        }

        private (CrossColumn Column, long Rows) Ragged(StepContext s, int i)
        {
            (Tensor values, Tensor splits) = (s.Input(i), s.Input(ragged + i));
            s.Require(values.Shape.Rank == 1 && splits.Shape.Rank == 1, "tf.ragged.cross only supports inputs with rank=2.");
            RowSplits.Require(s, splits, values.ElementCount);
            return (CrossColumn.OfRagged(values, splits), splits.ElementCount - 1);
        }

        private (CrossColumn Column, long Rows) Sparse(StepContext s, int i)
        {
            int first = (2 * ragged) + i;
            SparseIndices places = s.Sparse(first, first + sparse, first + (2 * sparse));
            s.Require(places.Rank == 2, "tf.ragged.cross only supports inputs with rank=2.");
            long rows = places.Shape[0];
            s.Require(rows is >= 0 and < int.MaxValue, $"The batch size must not be negative or above {int.MaxValue}, is {rows}");
            return (CrossColumn.OfSparse(places, s.Input(first + sparse), (int)rows), rows);
        }

        private static (CrossColumn Column, long Rows) Dense(StepContext s, Tensor matrix)
        {
            s.Require(matrix.Shape.Rank == 2, "tf.ragged.cross only supports inputs with rank=2.");
            return (CrossColumn.OfDense(matrix), matrix.Shape[0]);
        }
    }
}
