using Weir.Simd;

namespace Weir.Ops;

/// <summary>The larger and the smaller.</summary>
internal static class SparseSparseExtremes
{
    public static readonly Op[] All =
    [
        new SparseSparseExtreme<Maximum>("SparseSparseMaximum(a_indices: int64, a_values: T, a_shape: int64, b_indices: int64, b_values: T, b_shape: int64) -> "
            + "output_indices: int64, output_values: T; T: {float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, uint64}"),
        new SparseSparseExtreme<Minimum>("SparseSparseMinimum(a_indices: int64, a_values: T, a_shape: int64, b_indices: int64, b_values: T, b_shape: int64) -> "
            + "output_indices: int64, output_values: T; T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, qint32, bfloat16, "
            + "qint16, quint16, uint16, complex128, half, uint32, uint64}"),
    ];
}
