using Weir.Simd;

namespace Weir.Ops;

/// <summary>How products prepare a second operand that does not change from run to run: packed once for the microkernels.</summary>
internal sealed class MatrixPacking<T>(bool transposed)
    where T : unmanaged
{
    public object Key { get; } = (typeof(PackedMatrix), typeof(T), transposed);

    /// <returns>Null: no matrix, or an empty one.</returns>
    public PackedMatrix? Pack(Tensor b)
    {
        if (b.Shape.Rank != 2 || b.ElementCount is 0 or > int.MaxValue) return null;
        (int depth, int columns) = transposed ? ((int)b.Shape[1], (int)b.Shape[0]) : ((int)b.Shape[0], (int)b.Shape[1]);
        return PackedMatrix.Create(new GemmShape(1, columns, depth, TransposeB: transposed), b.AsSpan<T>());
    }
}
