using System.Buffers;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Brings the values of a sparse tensor into row-major order of their indices.</summary>
/// <remarks>Of equal indices the first stays the first. Source: sparse_reorder_op.cc; gradient: sparse_grad.py.</remarks>
internal sealed class SparseReorder : Op
{
    public override OpDefinition Definition { get; } = "SparseReorder(input_indices: int64, input_values: T, input_shape: int64) -> output_indices: int64, "
        + "output_values: T; T: type";

    public override void InferShapes(ShapeContext c)
    {
        (Shape indices, Shape values) = (c.WithRank(0, 2), c.WithRank(1, 1));
        c.WithRank(2, 1);
        c.Output(0, indices);
        c.Output(1, values);
    }

    public override void Gradient(GradientContext g)
    {
        Graph graph = g.Graph;
        Output count = ShapeOp.Build(g.Input(1));
        Output places = RangeOp.Build(graph.Const(0), Reshape.Build(count, graph.Const(Tensor.From<int>([], [0]))), graph.Const(1));
        Output order = Build(g.Input(0), places, g.Input(2));
        g.Flow(1, UnsortedSegment.Sum(g.Outgoing(1), order, Reshape.Build(count, graph.Const(Tensor.From<int>([], [0])))));
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForMoving(default(Maker));

    private static Output Build(Output indices, Output values, Output shape) => indices.Operation.Graph.AddOperation("SparseReorder", [indices, values, shape])[1];

    private readonly struct Maker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Reorder<T>();
    }

    private sealed class Reorder<T> : Kernel
    {
        public override void Run(StepContext s)
        {
            SparseIndices indices = s.Sparse(0);
            s.RequireSizes(indices.Shape);
            if (indices.Order() is not { } order)
            {
                s.Forward(0, 0);
                s.Forward(1, 1);
                return;
            }

            Span<long> sorted = s.OutputLike(0, s.Input(0)).Elements<long>();
            Span<T> moved = MovedElements.Of<T>(s.OutputLike(1, s.Input(1)));
            ReadOnlySpan<T> values = MovedElements.Of<T>(s.Input(1));
            for (int i = 0; i < indices.Count; i++)
            {
                indices.Row(order[i]).CopyTo(sorted[(i * indices.Rank)..]);
                moved[i] = values[order[i]];
            }

            ArrayPool<int>.Shared.Return(order);
        }
    }
}
