using System.Numerics;

namespace Weir.Simd;

/// <summary>The right-hand matrix of products, rearranged once for all products with it.</summary>
/// <remarks>
/// For each block of the depth, panel after panel: as many rows as the block is deep, each two vectors wide; columns that do not
/// fill the last panel are 0.
/// </remarks>
internal sealed unsafe class PackedMatrix : PackedOperand
{
    private bool _backwards;

    private PackedMatrix(Type elementType, in GemmShape shape, long elements, int elementSize)
        : base(elementType, elements, elementSize) => (Depth, Columns) = (shape.Depth, shape.Columns);

    /// <summary>The rows of op(B).</summary>
    public int Depth { get; }

    /// <summary>The columns of op(B).</summary>
    public int Columns { get; }

    /// <summary>
    /// Whether the next product should pass the columns from the last to the first: every other one does. A matrix that is a little larger than the
    /// second-level cache, as the weights of a recurrent cell are, is found there but for a part when it is read to and fro; read
    /// always in one direction, each part is gone just before its turn.
    /// </summary>
    /// <remarks>Threads may disturb each other here; it costs them no more than the cache's help.</remarks>
    public bool TurnsAround() => _backwards = !_backwards;

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
                return Pack<float>(shape, NarrowFloats.Widen(ScratchUse.WideB, pb, b.Length));
            return Pack<T>(shape, pb);
        }
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
        var problem = new GemmProblem<T>(shape, null, b, null, null);
        nint panels = GemmDriver<T, V>.ColumnPanels(problem.Columns);
        var packed = new PackedMatrix(typeof(T), shape, checked((long)panels * GemmDriver<T, V>.PanelWidth * shape.Depth), sizeof(T));
        T* data = packed.Data<T>();
        for (nint block = 0; block < GemmBlocking.DepthBlocks(problem.Depth); block++)
        {
            nint begin = GemmBlocking.DepthBegin(problem.Depth, block), end = GemmBlocking.DepthBegin(problem.Depth, block + 1);
            var job = new PackBJob<T, V>(&problem, begin, end - begin, 0, data + (begin * panels * GemmDriver<T, V>.PanelWidth));
            WorkPool.Run(in job, panels, job.ItemPicoseconds);
        }
        return packed;
    }
}
