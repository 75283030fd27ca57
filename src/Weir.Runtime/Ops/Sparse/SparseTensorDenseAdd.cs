using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The dense sum of a sparse tensor and a dense one of the same shape.</summary>
/// <remarks>Source: sparse_tensor_dense_add_op.cc; gradient: sparse_grad.py.</remarks>
internal sealed class SparseTensorDenseAdd : Op
{
    private static readonly ElementTypes Types = ElementTypes.FloatsAndComplex | ElementTypes.Integers;

    public override OpDefinition Definition { get; } = "SparseTensorDenseAdd(a_indices: Tindices, a_values: T, a_shape: Tindices, b: T) -> output: T; T: {float, "
        + "double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}; "
        + "Tindices: {int32, int64}";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(3));

    public override void Gradient(GradientContext g)
    {
        g.Flow(1, SparseGradients.Gather(g.Outgoing(0), SparseGradients.Positions(g.Input(0), g.Input(2))));
        g.Flow(3, g.Outgoing(0));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tindices");
        return r.ForType(Types, default(Maker));
    }

    private readonly struct Maker : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Sum<T>();
    }

    private sealed class Sum<T> : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor indices, Tensor values, Tensor shape, Tensor dense) = (s.Input(0), s.Input(1), s.Input(2), s.Input(3));
            s.Require(indices.Shape.Rank == 2, $"Input a_indices should be a matrix but received shape: {indices.Shape}");
            s.Require(values.Shape.Rank == 1 && shape.Shape.Rank == 1, $"Inputs a_values and a_shape should be vectors but received shapes: {values.Shape} and {shape.Shape}");
            s.Require(values.ElementCount == indices.Shape[0], $"Dimensions {indices.Shape[0]} and {values.ElementCount} are not compatible");
            s.Require(shape.ElementCount == indices.Shape[1], $"Dimensions {indices.Shape[1]} and {shape.ElementCount} are not compatible");
            s.Require(shape.ElementCount == dense.Shape.Rank, $"Two operands have different ranks; received: {shape.ElementCount} and {dense.Shape.Rank}");
            for (int d = 0; d < dense.Shape.Rank; d++)
            {
                s.Require(shape.Integer(d) == dense.Shape[d], $"Dimension {d} does not equal (no broadcasting is supported): sparse side {shape.Integer(d)} vs dense side {dense.Shape[d]}");
            }

            SparseIndices places = new(indices, values.ElementCount, dense.Shape.Dimensions);
            places.RequireInBounds(s);
            Tensor output = s.OutputOver(0, 3);
            Span<T> sums = output.Elements<T>();
            if (!ReferenceEquals(output.Buffer, dense.Buffer)) dense.Elements<T>().CopyTo(sums);
            ReadOnlySpan<T> added = values.Elements<T>();
            for (int i = 0; i < places.Count; i++)
            {
                Span<T> sum = sums.Slice((int)places.Position(i), 1);
                Elementwise.Binary<T, Add>(sum, added.Slice(i, 1), sum);
            }
        }
    }
}
