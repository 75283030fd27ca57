using System.Runtime.InteropServices;

namespace Weir.Buffers;

/// <summary>A block of native memory, 64-byte aligned, that returns to <see cref="BufferPool"/> with its last reference.</summary>
internal sealed unsafe class NativeBuffer : TensorBuffer, IDisposable
{
    public const int Alignment = 64;

    public NativeBuffer(long capacity)
    {
        Capacity = Math.Max(capacity, 1);
        try
        {
            Pointer = (byte*)NativeMemory.AlignedAlloc((nuint)Capacity, Alignment);
        }
        catch (OutOfMemoryException e)
        {
            GC.SuppressFinalize(this);
            throw new TfException(StatusCode.ResourceExhausted, $"Out of memory: can not allocate {capacity} bytes for a tensor.", e);
        }

        // However small: of the managed handles alone hundreds of thousands fit between two collections, and forgotten tensors would fill the machine.
        GC.AddMemoryPressure(Capacity);
    }

    ~NativeBuffer() => FreeMemory();

    public byte* Pointer { get; private set; }

    /// <summary>The usable bytes: at least what was asked for.</summary>
    public long Capacity { get; }

    /// <summary>Gives the memory back to the system; the buffer is unusable from then on.</summary>
    public void Dispose()
    {
        FreeMemory();
        GC.SuppressFinalize(this);
    }

    /// <summary>Called by the pool alone.</summary>
    public void Rent() => Revive();

    protected override void Recycle() => BufferPool.Return(this);

    private void FreeMemory()
    {
        if (Pointer == null) return;
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
        GC.RemoveMemoryPressure(Capacity);
    }
}
