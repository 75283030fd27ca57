using System.Runtime.InteropServices;

namespace Weir.Simd;

/// <summary>An operand rearranged once for many calculations, in native memory. Immutable; thread-safe.</summary>
/// <remarks>Half and bfloat16 are held as float. The layout is that of this machine: not to be stored.</remarks>
internal abstract unsafe class PackedOperand : IDisposable
{
    private readonly Type _elementType;
    private void* _data;

    /// <summary>Takes memory for so many elements, to be filled by the derived class.</summary>
    protected PackedOperand(Type elementType, long elements, int elementSize)
    {
        ByteLength = Math.Max(1, checked(elements * elementSize));
        _data = NativeMemory.AlignedAlloc((nuint)Math.Max(ByteLength, 64), 64);
        _elementType = elementType;
        GC.AddMemoryPressure(ByteLength);
    }

    ~PackedOperand() => Free();

    /// <summary>The native memory that this holds.</summary>
    public long ByteLength { get; }

    /// <summary>Frees the memory. Not to be called while it is in use.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    internal T* Data<T>()
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_data == null, this);
        return typeof(T) == _elementType ? (T*)_data : throw new ArgumentException($"The operand was packed as {_elementType}, not {typeof(T)}.");
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
