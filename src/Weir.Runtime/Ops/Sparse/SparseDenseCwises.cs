using Weir.Simd;

namespace Weir.Ops;

/// <summary>The element-wise ops of sparse tensors with dense ones.</summary>
internal static class SparseDenseCwises
{
    public static readonly Op[] All =
    [
        new SparseDenseCwise<Add>("SparseDenseCwiseAdd(sp_indices: int64, sp_values: T, sp_shape: int64, dense: T) -> output: T; T: {float, double, int32, uint8, "
            + "int16, int8, complex64, int64, qint8, quint8, qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}", SparseGradients.Refuse),
        new SparseDenseCwise<Divide>("SparseDenseCwiseDiv(sp_indices: int64, sp_values: T, sp_shape: int64, dense: T) -> output: T; T: {float, double, int32, uint8, "
            + "int16, int8, complex64, int64, qint8, quint8, qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}", g =>
        {
            (Output dense, Output positions) = AtPlaces(g);
            g.Flow(1, g.Outgoing(0) / dense);
            g.Flow(3, SparseGradients.Scatter(-(g.Outgoing(0) * (g.Input(1) / (dense * dense))), positions, g.Input(3)));
        }, refusesZero: true),
        new SparseDenseCwise<Multiply>("SparseDenseCwiseMul(sp_indices: int64, sp_values: T, sp_shape: int64, dense: T) -> output: T; T: {float, double, int32, "
            + "uint8, int16, int8, complex64, int64, qint8, quint8, qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}", g =>
        {
            (Output dense, Output positions) = AtPlaces(g);
            g.Flow(1, g.Outgoing(0) * dense);
            g.Flow(3, SparseGradients.Scatter(g.Outgoing(0) * g.Input(1), positions, g.Input(3)));
        }),
    ];

    public static Output Add(Output indices, Output values, Output shape, Output dense) =>
        indices.Operation.Graph.AddOperation("SparseDenseCwiseAdd", [indices, values, shape, dense])[0];

    /// <summary>The element of the dense operand for each value, and where it is.</summary>
    private static (Output Elements, Output Positions) AtPlaces(GradientContext g)
    {
        Graph graph = g.Graph;
        (Output indices, Output sparseShape, Output dense) = (g.Input(0), g.Input(2), g.Input(3));
        Output denseShape = CastOp.Build(ShapeOp.Build(dense), DType.Int64);
        Output added = Reshape.Build(Size.Build(sparseShape) - Rank.Build(dense), graph.Const(Tensor.From(1)));
        Output sizes = ConcatV2.Build([Fill.Build(added, graph.Const(1, DType.Int64)), denseShape], 0);

        // A dimension of size 1 stands for all of the sparse one: there the coordinate is 0.
        Output scale = IntegerMath.FloorDiv(sparseShape, sizes);
        return (SparseGradients.Gather(dense, Positions()), Positions());

        Output Positions() => SparseGradients.Positions(IntegerMath.FloorDiv(indices, scale), sizes);
    }
}
