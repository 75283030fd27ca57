using Weir.Simd;

namespace Weir.Ops;

/// <summary>The reductions of sparse tensors.</summary>
internal static class SparseReductions
{
    private static readonly ElementTypes Summable = ElementTypes.FloatsAndComplex | ElementTypes.Integers;

    public static readonly Op[] All =
    [
        new SparseReduction<Maximum>("SparseReduceMax(input_indices: int64, input_values: T, input_shape: int64, reduction_axes: int32) -> output: T; keep_dims: bool "
            + "= false; T: {float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, uint64}", ElementTypes.Reals),
        new SparseReduction<Maximum>("SparseReduceMaxSparse(input_indices: int64, input_values: T, input_shape: int64, reduction_axes: int32) -> output_indices: "
            + "int64, output_values: T, output_shape: int64; keep_dims: bool = false; T: {float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, "
            + "half, uint32, uint64}", ElementTypes.Reals),
        new SparseReduction<Add>("SparseReduceSum(input_indices: int64, input_values: T, input_shape: int64, reduction_axes: int32) -> output: T; keep_dims: bool = "
            + "false; T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, qint32, bfloat16, qint16, quint16, uint16, complex128, "
            + "half, uint32, uint64}", Summable),
        new SparseReduction<Add>("SparseReduceSumSparse(input_indices: int64, input_values: T, input_shape: int64, reduction_axes: int32) -> output_indices: int64, "
            + "output_values: T, output_shape: int64; keep_dims: bool = false; T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, "
            + "quint8, qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}", Summable),
    ];

    /// <summary>The sum over some dimensions, which stay as 1.</summary>
    public static Output Sum(Output indices, Output values, Output shape, Output axes) => indices.Operation.Graph.AddOperation(
        "SparseReduceSum", [indices, values, shape, axes], new Dictionary<string, object> { ["keep_dims"] = true })[0];
}
