namespace Weir.Simd;

/// <summary>A product as the driver sees it: addresses and strides, in elements. It lies on the stack of who asked for the product; its jobs point at it.</summary>
internal unsafe struct GemmProblem<T>
    where T : unmanaged
{
    public nint Rows, Columns, Depth;

    public T* A;
    public nint ARowStride, ADepthStride;

    public T* B;
    public nint BDepthStride, BColumnStride;

    /// <summary>B in the layout of <see cref="PackedMatrix"/>; null if it is not packed.</summary>
    public T* PackedB;

    /// <summary>Begin with the last columns. No bit depends on it, see <see cref="PackedMatrix.TurnsAround"/>.</summary>
    public bool Backwards;

    /// <summary>What is added at the end, in this order.</summary>
    public GemmAddend<T> First, Second;

    /// <summary>Row-major and dense.</summary>
    public T* C;

    public GemmProblem(in GemmShape shape, T* a, T* b, T* packedB, T* c)
    {
        (Rows, Columns, Depth) = (shape.Rows, shape.Columns, shape.Depth);
        (ARowStride, ADepthStride) = shape.TransposeA ? (1, Rows) : (Depth, (nint)1);
        (BDepthStride, BColumnStride) = shape.TransposeB ? (1, Depth) : (Columns, (nint)1);
        A = a;
        B = b;
        PackedB = packedB;
        C = c;
    }
}
