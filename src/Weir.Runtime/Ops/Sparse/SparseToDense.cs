using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A dense tensor of a default value, with other values where indices say. Later ones win, unless order is checked.</summary>
/// <remarks>The gradient to a scalar value has an element for each index, as TensorFlow's. Source: sparse_to_dense_op.cc; gradient: sparse_grad.py.</remarks>
internal sealed class SparseToDense : Op
{
    private static readonly ElementTypes NoKernels = new(DType.Resource, DType.Variant);

    public override OpDefinition Definition { get; } = "SparseToDense(sparse_indices: Tindices, output_shape: Tindices, sparse_values: T, default_value: T) -> dense: "
        + "T; validate_indices: bool = true; T: type; Tindices: {int32, int64}";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.ShapeFrom(1));

    public override void Gradient(GradientContext g)
    {
        Graph graph = g.Graph;
        Output rank = Reshape.Build(Size.Build(g.Input(1)), graph.Const(Tensor.From<int>([1])));
        Output indices = Reshape.Build(g.Input(0), ConcatV2.Build([graph.Const(Tensor.From(-1)), rank], 0));
        Output forValues = SparseGradients.Gather(g.Outgoing(0), SparseGradients.Positions(indices, g.Input(1)));
        g.Flow(2, forValues);
        g.Flow(3, Total(g.Outgoing(0)) - Total(forValues));

        static Output Total(Output x) => Reductions.Sum(x, RangeOp.Build(x.Operation.Graph.Const(0), Rank.Build(x), x.Operation.Graph.Const(1)));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tindices");
        return NoKernels.Contains(r.Type("T")) ? throw r.NoKernel("T") : r.ForMoving(new Maker(r.Bool("validate_indices")));
    }

    private readonly struct Maker(bool validate) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Scatter<T>(validate);
    }

    private sealed class Scatter<T>(bool validate) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor indices, Tensor shape, Tensor values) = (s.Input(0), s.Input(1), s.Input(2));
            s.Require(indices.Shape.Rank <= 2, $"sparse_indices should be a scalar, vector, or matrix, got shape {indices.Shape}");
            long count = indices.Shape.Rank > 0 ? indices.Shape[0] : 1;
            long rank = indices.Shape.Rank > 1 ? indices.Shape[1] : 1;
            s.Require(shape.Shape.Rank == 1, $"output_shape must be rank 1, got shape {shape.Shape}");
            s.Require(shape.ElementCount == rank, $"output_shape has incorrect number of elements: {shape.ElementCount} should be: {rank}");
            s.Require(values.Shape.Rank == 0 || (values.Shape.Rank == 1 && values.ElementCount == count),
                $"sparse_values has incorrect shape {values.Shape}, should be [] or [{count}]");
            s.Require(s.Input(3).Shape.Rank == 0, "default_value should be a scalar.");
            SparseIndices places = new(indices, count, s.Sizes(shape, stackalloc long[Shape.MaxRank]));
            if (validate) places.RequireOrdered(s);
            Span<T> dense = MovedElements.Of<T>(s.Output(0, places.Shape));
            dense.Fill(MovedElements.Of<T>(s.Input(3))[0]);
            ReadOnlySpan<T> elements = MovedElements.Of<T>(values);
            int step = values.Shape.Rank;
            for (int i = 0; i < places.Count; i++)
            {
                if (!validate && !places.IsInBounds(i)) s.Require(false, $"Indices are not valid (out of bounds).  Shape: {SparseIndices.Text(places.Shape)}");
                dense[(int)places.Position(i)] = elements[i * step];
            }
        }
    }
}
