namespace Weir.Simd;

/// <summary>Chunks of contiguous elements, for the pool. A step of 0 repeats an operand's only element.</summary>
internal readonly unsafe struct UnaryJob<T, TOp>(T* x, T* y) : IParallelJob
    where T : unmanaged
    where TOp : struct, IUnaryOperator
{
    public void Run(long begin, long end) => UnaryLoop.Run<T, TOp>(x + begin, y + begin, (nint)(end - begin));
}

/// <inheritdoc cref="UnaryJob{T,TOp}"/>
internal readonly unsafe struct BinaryJob<T, TOp>(T* x, int xStep, T* y, int yStep, T* z) : IParallelJob
    where T : unmanaged
    where TOp : struct, IBinaryOperator
{
    public void Run(long begin, long end) =>
        BinaryLoop.Run<T, TOp>(x + (begin * xStep), xStep, y + (begin * yStep), yStep, z + begin, (nint)(end - begin));
}

/// <inheritdoc cref="UnaryJob{T,TOp}"/>
internal readonly unsafe struct CompareJob<T, TOp>(T* x, int xStep, T* y, int yStep, bool* z) : IParallelJob
    where T : unmanaged
    where TOp : struct, IComparison
{
    public void Run(long begin, long end) =>
        CompareLoop.Run<T, TOp>(x + (begin * xStep), xStep, y + (begin * yStep), yStep, z + begin, (nint)(end - begin));
}

/// <inheritdoc cref="UnaryJob{T,TOp}"/>
internal readonly unsafe struct SelectJob<T>(bool* condition, int step, T* x, int xStep, T* y, int yStep, T* z) : IParallelJob
    where T : unmanaged
{
    public void Run(long begin, long end) => SelectLoop.Run(
        condition + (begin * step), step, x + (begin * xStep), xStep, y + (begin * yStep), yStep, z + begin, (nint)(end - begin));
}
