namespace Weir.Ops;

/// <summary>What the gradients of ops on sparse tensors are built of.</summary>
internal static class SparseGradients
{
    /// <summary>The gradient of an op for which TensorFlow registers that it is not written yet.</summary>
    public static void Refuse(GradientContext g) => throw new TfException(StatusCode.Unimplemented, $"Gradient for {g.Operation.Type} is not implemented in TensorFlow either, at {g.Operation}.");

    /// <summary>The positions of indices [n, rank] in a dense tensor of a shape, in row-major order.</summary>
    public static Output Positions(Output indices, Output shape)
    {
        Graph graph = indices.Operation.Graph;
        return Reductions.Sum(indices * Cumulative.Prod(shape, graph.Const(0), reverse: true), graph.Const(Tensor.From(1)));
    }

    /// <summary>The elements of a dense tensor at positions.</summary>
    public static Output Gather(Output dense, Output positions) =>
        GatherV2.Build(Reshape.Build(dense, dense.Operation.Graph.Const(Tensor.From(-1))), positions, 0);

    /// <summary>A dense tensor like another one of zeros, with values added at positions.</summary>
    public static Output Scatter(Output values, Output positions, Output like) =>
        Reshape.Build(UnsortedSegment.Sum(values, positions, Size.Build(like)), ShapeOp.Build(like));
}
