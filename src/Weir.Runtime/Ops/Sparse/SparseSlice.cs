using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The part of a sparse tensor from a start on, of a size; cut off at the end of the tensor.</summary>
/// <remarks>Source: sparse_slice_op.cc; gradient: sparse_grad.py.</remarks>
internal sealed class SparseSlice : Op
{
    public override OpDefinition Definition { get; } = "SparseSlice(indices: int64, values: T, shape: int64, start: int64, size: int64) -> output_indices: int64, "
        + "output_values: T, output_shape: int64; T: type";

    public override void InferShapes(ShapeContext c)
    {
        (_, long rank) = c.Sparse(0);
        c.WithRank(3, 1);
        c.WithRank(4, 1);
        c.SparseOutput(0, -1, rank);
    }

    public override void Gradient(GradientContext g) => g.Flow(1, SparseSliceGrad.Build(g.Outgoing(1), g.Input(0), g.Input(3), g.Output(0)));

    public override Kernel CreateKernel(KernelRequest r) => r.ForMoving(default(Maker));

    private readonly struct Maker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Cut<T>();
    }

    private sealed class Cut<T> : Kernel
    {
        public override void Run(StepContext s)
        {
            SparseIndices places = s.Sparse(0);
            (Tensor start, Tensor size) = (s.Input(3), s.Input(4));
            s.Require(start.Shape.Rank == 1, $"Input start should be a vector but received shape {start.Shape}");
            s.Require(size.Shape.Rank == 1, $"Input size should be a vector but received shape {size.Shape}");
            s.Require(start.ElementCount == places.Rank, $"Expected start to be a vector of length {places.Rank} but got length {start.ElementCount}");
            s.Require(size.ElementCount == places.Rank, $"Expected size to be a vector of length {places.Rank} but got length {size.ElementCount}");
            ReadOnlySpan<long> starts = start.Elements<long>(), sizes = size.Elements<long>();
            Span<long> shape = s.Output(2, places.Rank).Elements<long>();
            for (int d = 0; d < places.Rank; d++)
            {
                s.Require(sizes[d] >= 0, $"Expected a non-negative size, got {sizes[d]}");
                shape[d] = starts[d] >= places.Shape[d] ? 0 : Math.Min(sizes[d], places.Shape[d] - Math.Max(0, starts[d]));
            }

            int count = 0;
            for (int i = 0; i < places.Count; i++) count += IsInside(places.Row(i), starts, sizes) ? 1 : 0;
            Span<long> rows = s.Output(0, count, places.Rank).Elements<long>();
            Span<T> cut = MovedElements.Of<T>(s.Output(1, count));
            ReadOnlySpan<T> values = MovedElements.Of<T>(s.Input(1));
            for (int i = 0, at = 0; i < places.Count; i++)
            {
                ReadOnlySpan<long> row = places.Row(i);
                if (!IsInside(row, starts, sizes)) continue;
                for (int d = 0; d < row.Length; d++) rows[(at * row.Length) + d] = row[d] - starts[d];
                cut[at++] = values[i];
            }
        }

        private static bool IsInside(ReadOnlySpan<long> row, ReadOnlySpan<long> starts, ReadOnlySpan<long> sizes)
        {
            for (int d = 0; d < row.Length; d++)
            {
                if (row[d] < starts[d] || row[d] - starts[d] >= sizes[d]) return false;
            }

            return true;
        }
    }
}
