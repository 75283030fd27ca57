namespace Weir.Simd;

/// <summary>Where a microkernel puts its sums, and what it adds to them before, in the order in which the fields stand.</summary>
internal unsafe ref struct GemmTile<T>
    where T : unmanaged
{
    /// <summary>The result's first element, and the elements from row to row.</summary>
    public T* C;
    public nint Stride;

    /// <summary>The sums over the depth so far, which may be <see cref="C"/>; null: there are none yet.</summary>
    public T* Sum;
    public nint SumStride;

    /// <summary>The product's addends; null: none.</summary>
    public T* First;
    public nint FirstStride;
    public T* Second;
    public nint SecondStride;
}
