using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A ragged tensor as a sparse one: each value with its row, its place in the row, and so on.</summary>
/// <remarks>The dense shape has the longest row of each dimension. Source: ragged_tensor_to_sparse_kernel.cc; gradient: ragged_conversion_ops.py.</remarks>
internal sealed class RaggedTensorToSparse : Op
{
    public override OpDefinition Definition { get; } = "RaggedTensorToSparse(rt_nested_splits: RAGGED_RANK * Tsplits, rt_dense_values: T) -> sparse_indices: int64, "
        + "sparse_values: T, sparse_dense_shape: int64; RAGGED_RANK: int >= 1; T: type; Tsplits: {int32, int64} = int64";

    public override void InferShapes(ShapeContext c)
    {
        int ragged = (int)c.Attributes.Get<long>("RAGGED_RANK");
        for (int i = 0; i < ragged; i++) c.WithRank(i, 1);
        Shape values = c.WithRankAtLeast(ragged, 1);
        long count = values.IsFullyDefined ? values.ElementCount : -1;
        c.SparseOutput(0, count, values.HasRank ? ragged + values.Rank : -1);
    }

    public override void Gradient(GradientContext g)
    {
        Output values = g.Input(g.Operation.InputEdges.Length - 1);
        g.Flow(g.Operation.InputEdges.Length - 1, Reshape.Build(g.Outgoing(1), ShapeOp.Build(values)));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T", "Tsplits");
        return new Convert((int)r.Int("RAGGED_RANK"));
    }

    private sealed class Convert(int ragged) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor values = s.Input(ragged);
            s.Require(values.Shape.Rank >= 1 && ragged + values.Shape.Rank <= Shape.MaxRank, "Final value of ragged splits must match the length the corresponding ragged values.");
            for (int i = 0; i < ragged; i++)
            {
                Tensor splits = s.Input(i);
                s.Require(splits.ElementCount > 0, "ragged splits may not be empty.");
                RowSplits.Require(s, splits, i + 1 < ragged ? s.Input(i + 1).ElementCount - 1 : values.Shape[0]);
            }

            int rank = ragged + values.Shape.Rank;
            Span<long> shape = s.Output(2, rank).Elements<long>();
            FillShape(s, values, shape);
            Span<long> indices = s.Output(0, values.ElementCount, rank).Elements<long>();
            s.Forward(ragged, 1, values.ElementCount);
            FillIndices(s, values, indices, rank);
        }

        private void FillShape(StepContext s, Tensor values, Span<long> shape)
        {
            shape[0] = s.Input(0).ElementCount - 1;
            for (int i = 0; i < ragged; i++)
            {
                Tensor splits = s.Input(i);
                shape[i + 1] = 0;
                for (int row = 1; row < splits.ElementCount; row++) shape[i + 1] = Math.Max(shape[i + 1], splits.Integer(row) - splits.Integer(row - 1));
            }

            values.Shape.Dimensions[1..].CopyTo(shape[(ragged + 1)..]);
        }

        private void FillIndices(StepContext s, Tensor values, Span<long> indices, int rank)
        {
            Span<int> at = stackalloc int[ragged];
            Span<long> place = stackalloc long[rank];
            long inner = values.Shape[0] == 0 ? 0 : values.ElementCount / values.Shape[0];
            at.Clear();
            for (int row = 0, next = 0; row < values.Shape[0]; row++)
            {
                int child = row;
                for (int i = ragged - 1; i >= 0; i--)
                {
                    while (s.Input(i).Integer(at[i] + 1) <= child) at[i]++;
                    place[i + 1] = child - s.Input(i).Integer(at[i]);
                    child = at[i];
                }

                place[0] = child;
                for (long k = 0; k < inner; k++, next += rank)
                {
                    long rest = k;
                    for (int d = rank - 1; d > ragged; d--) (rest, place[d]) = long.DivRem(rest, values.Shape[d - ragged]);
                    place.CopyTo(indices[next..]);
                }
            }
        }
    }
}
