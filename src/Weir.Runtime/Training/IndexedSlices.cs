using Weir.Ops;

namespace Weir;

/// <summary>Some rows of a tensor: what the gradient of picking rows is, without the zeros of the others.</summary>
/// <param name="Values">The rows, [n, ...].</param>
/// <param name="Indices">Where they belong, [n]. A row may occur more than once; then what counts is the sum.</param>
/// <param name="DenseShape">The shape of the whole tensor, an int32 vector.</param>
/// <remarks>Source: indexed_slices.py (TensorFlow 2.15).</remarks>
public sealed record IndexedSlices(Output Values, Output Indices, Output DenseShape)
{
    /// <summary>Adds the operations that make the whole tensor.</summary>
    public Output ToDense()
    {
        Graph graph = Values.Operation.Graph;
        Output rows = Reshape.Build(Slice.Build(DenseShape, graph.Const(Tensor.From([0])), graph.Const(Tensor.From([1]))), graph.Const(Tensor.From<int>([])));
        return UnsortedSegment.Sum(Values, Indices, rows);
    }

    /// <summary>The sum: the rows of all.</summary>
    internal static IndexedSlices Sum(IReadOnlyList<IndexedSlices> all)
    {
        if (all.Count == 1) return all[0];
        DType dtype = all.All(slices => slices.Indices.DType == all[0].Indices.DType) ? all[0].Indices.DType : DType.Int64;
        return new IndexedSlices(
            ConcatV2.Build([.. all.Select(slices => slices.Values)], 0), ConcatV2.Build([.. all.Select(slices => CastOp.Build(slices.Indices, dtype))], 0), all[0].DenseShape);
    }
}
