using System.Numerics;
using System.Runtime.InteropServices;

namespace Weir.Simd;

/// <summary>The right-hand matrix of products, rearranged once for all products with it. Immutable; thread-safe.</summary>
/// <remarks>
/// For each block of the depth, panel after panel: as many rows as the block is deep, each two vectors wide; columns that do not
/// fill the last panel are 0. Half and bfloat16 are held as float. The layout is that of this machine: not to be stored.
/// </remarks>
internal sealed unsafe class PackedMatrix : IDisposable
{
    private readonly Type _elementType;
    private void* _data;

    private PackedMatrix(Type elementType, in GemmShape shape, void* data, long byteLength)
    {
        _elementType = elementType;
        _data = data;
        (Depth, Columns, ByteLength) = (shape.Depth, shape.Columns, byteLength);
    }

    ~PackedMatrix() => Free();

    /// <summary>The rows of op(B).</summary>
    public int Depth { get; }

    /// <summary>The columns of op(B).</summary>
    public int Columns { get; }

    /// <summary>The native memory that this holds.</summary>
    public long ByteLength { get; }

    /// <summary>Packs op(B).</summary>
    /// <param name="shape">Columns, Depth and TransposeB count.</param>
    /// <param name="b">Depth * Columns elements.</param>
    /// <exception cref="ArgumentException"><paramref name="b"/> has another length.</exception>
    public static PackedMatrix Create<T>(in GemmShape shape, ReadOnlySpan<T> b)
        where T : unmanaged
    {
        Gemm.RequireLength(b.Length, shape.Depth, shape.Columns);
        fixed (T* pb = b)
        {
            if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
            {
                float* wide = Scratch.Get<float>(ScratchUse.WideB, b.Length);
                NarrowFloats.Widen(pb, wide, b.Length);
                return Pack<float>(shape, wide);
            }
            return Pack<T>(shape, pb);
        }
    }

    /// <summary>Frees the memory. Not to be called while a product runs.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    internal T* Data<T>()
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_data == null, this);
        return typeof(T) == _elementType ? (T*)_data : throw new ArgumentException($"The matrix was packed as {_elementType}, not {typeof(T)}.");
    }

    private static PackedMatrix Pack<T>(in GemmShape shape, T* b)
        where T : unmanaged
    {
        if (typeof(T) == typeof(Complex64))
            return Pack<Complex64, Complex64Lane>(shape, (Complex64*)b);
        if (typeof(T) == typeof(Complex))
            return Pack<Complex, Complex128Lane>(shape, (Complex*)b);
        if (Lanes512<T>.IsAccelerated)
            return Pack<T, Lanes512<T>>(shape, b);
        return Lanes256<T>.IsAccelerated ? Pack<T, Lanes256<T>>(shape, b) : Pack<T, Lanes128<T>>(shape, b);
    }

    private static PackedMatrix Pack<T, V>(in GemmShape shape, T* b)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        var problem = new GemmProblem<T>(shape, null, b, null, null, null);
        nint panels = GemmDriver<T, V>.ColumnPanels(problem.Columns);
        long bytes = checked((long)panels * GemmDriver<T, V>.PanelWidth * shape.Depth * sizeof(T));
        T* data = (T*)NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, 64), 64);
        for (nint block = 0; block < GemmBlocking.DepthBlocks(problem.Depth); block++)
        {
            nint begin = GemmBlocking.DepthBegin(problem.Depth, block), end = GemmBlocking.DepthBegin(problem.Depth, block + 1);
            var job = new PackBJob<T, V>(problem, begin, end - begin, 0, data + (begin * panels * GemmDriver<T, V>.PanelWidth));
            WorkPool.Run(in job, panels, job.Grain);
        }
        GC.AddMemoryPressure(Math.Max(1, bytes));
        return new PackedMatrix(typeof(T), shape, data, Math.Max(1, bytes));
    }

    private void Free()
    {
        if (_data == null)
            return;
        NativeMemory.AlignedFree(_data);
        _data = null;
        GC.RemoveMemoryPressure(ByteLength);
    }
}
