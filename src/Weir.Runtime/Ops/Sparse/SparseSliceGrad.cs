using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The gradient of a slice: to each value what flows into its place in the slice, 0 to those outside.</summary>
/// <remarks>Source: sparse_slice_grad_op.cc.</remarks>
internal sealed class SparseSliceGrad : Op
{
    public override OpDefinition Definition { get; } = "SparseSliceGrad(backprop_val_grad: T, input_indices: int64, input_start: int64, output_indices: int64) -> "
        + "val_grad: T; T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, qint32, bfloat16, qint16, quint16, uint16, "
        + "complex128, half, uint32, uint64}";

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(0, 1);
        c.Output(0, Shape.Of(c.WithRank(1, 2)[0]));
    }

    public override Kernel CreateKernel(KernelRequest r) => ElementTypes.Numbers.Contains(r.Type("T")) ? r.ForMoving(default(Maker)) : throw r.NoKernel("T");

    public static Output Build(Output gradient, Output indices, Output start, Output slice) =>
        gradient.Operation.Graph.AddOperation("SparseSliceGrad", [gradient, indices, start, slice])[0];

    private readonly struct Maker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Back<T>();
    }

    private sealed class Back<T> : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor gradient, Tensor indices, Tensor start, Tensor slice) = (s.Input(0), s.Input(1), s.Input(2), s.Input(3));
            s.Require(gradient.Shape.Rank == 1, $"Input backprop_val_grad should be a vector but received shape: {gradient.Shape}");
            s.Require(indices.Shape.Rank == 2 && slice.Shape.Rank == 2, $"Input and output indices should be matrices but received shapes: {indices.Shape} and {slice.Shape}");
            s.Require(start.Shape.Rank == 1, $"The input_start should be a vector but received shape {start.Shape}");
            s.Require(start.ElementCount == indices.Shape[1], $"Expected input_start to be a vector of length {indices.Shape[1]} but got length {start.ElementCount}");
            s.Require(indices.Shape[1] == slice.Shape[1], $"The input and output should have the same ndims: got: {indices.Shape[1]} and {slice.Shape[1]}");
            s.Require(slice.Shape[0] <= indices.Shape[0], "# rows of output_indices should be not greater than of input_indices");
            s.Require(gradient.ElementCount == slice.Shape[0],
                $"# elements of backprop_val_grad and # rows of output_indices should match (#nnz of sum): got {gradient.ElementCount} and {slice.Shape[0]}");
            ReadOnlySpan<long> rows = indices.Elements<long>(), cut = slice.Elements<long>(), starts = start.Elements<long>();
            ReadOnlySpan<T> flowing = MovedElements.Of<T>(gradient);
            Span<T> values = MovedElements.Of<T>(s.Output(0, indices.Shape[0]));
            (int rank, int used) = (starts.Length, 0);
            for (int i = 0; i < values.Length; i++)
            {
                bool isThere = used < flowing.Length && IsMoved(rows.Slice(i * rank, rank), starts, cut.Slice(used * rank, rank));
                values[i] = isThere ? flowing[used++] : MovedElements.Zero<T>();
            }

            if (used == flowing.Length) return;
            throw new TfException(StatusCode.Internal, $"Elements of backprop_val_grad aren't all propagated. Num elements:{flowing.Length}, used: {used}");
        }

        private static bool IsMoved(ReadOnlySpan<long> row, ReadOnlySpan<long> starts, ReadOnlySpan<long> moved)
        {
            for (int d = 0; d < row.Length; d++)
            {
                if (row[d] - starts[d] != moved[d]) return false;
            }

            return true;
        }
    }
}
