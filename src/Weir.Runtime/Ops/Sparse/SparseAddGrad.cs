using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The gradients of a sum of sparse tensors: to each value what flows into its place in the sum, 0 if it was left out.</summary>
/// <remarks>Source: sparse_add_grad_op.cc.</remarks>
internal sealed class SparseAddGrad : Op
{
    private static readonly ElementTypes Types = ElementTypes.WideFloats | ElementTypes.Complex | ElementTypes.SignedIntegers;

    public override OpDefinition Definition { get; } = "SparseAddGrad(backprop_val_grad: T, a_indices: int64, b_indices: int64, sum_indices: int64) -> a_val_grad: T, "
        + "b_val_grad: T; T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, qint32, bfloat16, qint16, quint16, uint16, "
        + "complex128, half, uint32, uint64}";

    public override void InferShapes(ShapeContext c)
    {
        c.Output(0, Shape.Of(c.WithRank(1, 2)[0]));
        c.Output(1, Shape.Of(c.WithRank(2, 2)[0]));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => Types.Contains(r.Type("T")) ? r.ForMoving(default(Maker)) : throw r.NoKernel("T");

    public static (Output ForA, Output ForB) Build(Output gradient, Output a, Output b, Output sum)
    {
        Operation made = gradient.Operation.Graph.AddOperation("SparseAddGrad", [gradient, a, b, sum]);
        return (made[0], made[1]);
    }

    private readonly struct Maker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Back<T>();
    }

    private sealed class Back<T> : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor gradient, Tensor a, Tensor b, Tensor sum) = (s.Input(0), s.Input(1), s.Input(2), s.Input(3));
            s.Require(gradient.Shape.Rank == 1, $"Input backprop_val_grad should be a vector but received shape: {gradient.Shape}");
            s.Require(a.Shape.Rank == 2 && b.Shape.Rank == 2 && sum.Shape.Rank == 2, $"Input indices should be matrices but received shapes: {a.Shape} and {b.Shape}");
            s.Require(gradient.ElementCount == sum.Shape[0],
                $"# elements of backprop_val_grad and # rows of sum_indices should match (#nnz of sum): got {gradient.ElementCount} and {sum.Shape[0]}");
            s.Require(a.Shape[1] == b.Shape[1] && a.Shape[1] == sum.Shape[1], "The densified version of all sparse tensors must have the same rank");
            Give(s, 0, a, sum, MovedElements.Of<T>(gradient));
            Give(s, 1, b, sum, MovedElements.Of<T>(gradient));
        }

        private static void Give(StepContext s, int output, Tensor places, Tensor sum, ReadOnlySpan<T> gradient)
        {
            Span<T> values = MovedElements.Of<T>(s.Output(output, places.Shape[0]));
            (int rank, int at) = ((int)places.Shape[1], 0);
            ReadOnlySpan<long> rows = places.Elements<long>(), sumRows = sum.Elements<long>();
            for (int i = 0; i < values.Length; i++)
            {
                ReadOnlySpan<long> row = rows.Slice(i * rank, rank);
                while (at < gradient.Length && sumRows.Slice(at * rank, rank).SequenceCompareTo(row) < 0) at++;
                bool isThere = at < gradient.Length && sumRows.Slice(at * rank, rank).SequenceEqual(row);
                values[i] = isThere ? gradient[at] : MovedElements.Zero<T>();
            }
        }
    }
}
