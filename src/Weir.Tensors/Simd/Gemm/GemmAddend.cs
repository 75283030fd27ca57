namespace Weir.Simd;

/// <summary>What is added to a product: a row to each of its rows, a matrix, or nothing.</summary>
/// <param name="data">Where it is; null for nothing.</param>
/// <param name="rowStride">From a row to the next; 0: each row gets the same.</param>
internal readonly unsafe struct GemmAddend<T>(T* data, nint rowStride)
    where T : unmanaged
{
    /// <summary>From a row to the next; 0: each row gets the same.</summary>
    public nint RowStride => rowStride;

    /// <summary>A row's part, from a column on; null if there is none.</summary>
    public T* At(nint row, nint column) => data == null ? null : data + (row * rowStride) + column;

    /// <summary>An addend as its length tells it.</summary>
    /// <param name="shape">The product's sizes.</param>
    /// <param name="data">Where it is.</param>
    /// <param name="length">Columns, Rows * Columns, or 0 for nothing.</param>
    public static GemmAddend<T> Of(in GemmShape shape, T* data, int length) =>
        length == 0 ? default : new GemmAddend<T>(data, length == shape.Columns ? 0 : shape.Columns);
}
