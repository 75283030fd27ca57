using System.Runtime.InteropServices;

namespace Weir.Simd;

/// <summary>What a piece of scratch memory is for: each purpose has its own buffer per thread.</summary>
internal enum ScratchUse
{
    PackedA,
    PackedB,
    WideA,
    WideB,
    WideC,
    WideBias,
    WideSecond,
    Chain,
    ChainVectors,
    Reduction,
    ReductionTiles,
    Region,
    Expanded,
    Filtered,
    Offsets,
    Patches,
    Products,
    Factors,
    Positions,
    RowTaps,
    ColumnTaps,
}

/// <summary>Native memory that a thread keeps for its kernels, so that they allocate nothing once warm. Freed with the thread.</summary>
internal sealed unsafe class Scratch
{
    private const nuint Alignment = 64;

    [ThreadStatic]
    private static Scratch? t_ofThread;

    private readonly void*[] _buffers = new void*[(int)ScratchUse.ColumnTaps + 1];
    private readonly nuint[] _sizes = new nuint[(int)ScratchUse.ColumnTaps + 1];

    ~Scratch()
    {
        foreach (void* buffer in _buffers)
            NativeMemory.AlignedFree(buffer);
    }

    /// <summary>At least <paramref name="count"/> elements, not cleared, 64-byte aligned, until the next call for this use on this thread.</summary>
    public static T* Get<T>(ScratchUse use, nint count)
        where T : unmanaged
    {
        Scratch scratch = t_ofThread ??= new Scratch();
        nuint bytes = checked((nuint)count * (nuint)sizeof(T));
        if (scratch._sizes[(int)use] < bytes || scratch._buffers[(int)use] == null)
            scratch.Grow((int)use, bytes);
        return (T*)scratch._buffers[(int)use];
    }

    private void Grow(int use, nuint bytes)
    {
        NativeMemory.AlignedFree(_buffers[use]);
        _buffers[use] = null;
        _sizes[use] = 0;
        _buffers[use] = NativeMemory.AlignedAlloc(Math.Max(bytes, Alignment), Alignment);
        _sizes[use] = bytes;
    }
}
