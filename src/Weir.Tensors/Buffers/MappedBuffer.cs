using System.Runtime.InteropServices;

namespace Weir.Buffers;

/// <summary>A file as memory under tensors: read where it is touched, never written, given up with its last reference.</summary>
internal sealed unsafe class MappedBuffer : TensorBuffer
{
    private readonly SafeBuffer view;

    /// <param name="view">The mapping; taken over.</param>
    public MappedBuffer(SafeBuffer view)
        : base(isWritable: false)
    {
        this.view = view;
        byte* start = null;
        view.AcquirePointer(ref start);
        view.ReleasePointer(); // The mapping lives as long as this object; its own finalizer serves those who forget.
        Pointer = start;
    }

    public byte* Pointer { get; }

    protected override void Recycle() => view.Dispose();
}
