using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Weir.Buffers;

namespace Weir;

/// <summary>A typed, row-major block of elements with a shape; immutable to its users.</summary>
/// <remarks>
/// A tensor is a handle with one reference to counted memory. <see cref="Dispose"/> gives the reference back, and with the last one
/// the memory; what is never disposed is freed by the garbage collector. Reading is safe from any number of threads. A span taken
/// from a tensor is valid while the tensor is neither disposed nor collected: keep the tensor alive (a <c>using</c> does) as long as
/// the span is read.
/// </remarks>
public sealed unsafe partial class Tensor : IDisposable
{
    private TensorBuffer? buffer;
    private byte* data;

    /// <summary>A handle that takes over the caller's reference to a buffer.</summary>
    internal Tensor(DType dtype, Shape shape, TensorBuffer buffer, byte* data) => Bind(dtype, shape, buffer, data);

    /// <summary>A handle without memory: a slot of a run.</summary>
    internal Tensor()
    {
    }

    /// <summary>The element type.</summary>
    public DType DType { get; private set; }

    /// <summary>The shape, always fully defined.</summary>
    public Shape Shape { get; private set; } = Shape.Scalar;

    /// <summary>The number of elements.</summary>
    public long ElementCount { get; private set; } = 1;

    /// <summary>The bytes that the elements take; 0 for strings, resources and variants.</summary>
    public long ByteCount => ElementCount * DType.ElementSize();

    /// <summary>Whether the handle holds memory: not disposed, and for slots: computed in this run.</summary>
    internal bool HasValue => buffer is not null;

    /// <summary>The memory under the elements.</summary>
    internal TensorBuffer Buffer => buffer ?? throw new ObjectDisposedException(nameof(Tensor));

    /// <summary>The first element of a plain tensor; null for strings, resources and variants.</summary>
    internal byte* Data => data;

    /// <summary>The elements, in row-major order.</summary>
    /// <typeparam name="T">The .NET type of the dtype's elements; quantized types are read as their plain twins.</typeparam>
    /// <returns>A view of the tensor's memory, valid while the tensor lives.</returns>
    /// <exception cref="ArgumentException">The elements are of another type.</exception>
    /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
    public ReadOnlySpan<T> AsSpan<T>() where T : unmanaged => Elements<T>();

    /// <summary>The elements as a multi-dimensional view for <see cref="System.Numerics.Tensors"/>.</summary>
    /// <typeparam name="T">The .NET type of the dtype's elements.</typeparam>
    /// <returns>A view of the tensor's memory, valid while the tensor lives.</returns>
    /// <exception cref="ArgumentException">The elements are of another type, or a size is above 2^31 - 1.</exception>
    public ReadOnlyTensorSpan<T> AsTensorSpan<T>() where T : unmanaged
    {
        nint[] lengths = new nint[Shape.Rank];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = checked((nint)Shape[i]);
        return new ReadOnlyTensorSpan<T>(Elements<T>(), lengths);
    }

    /// <summary>Copies the elements into an array, in row-major order.</summary>
    /// <typeparam name="T">The .NET type of the elements; for strings <see cref="string"/> (decoded as UTF-8) or a byte array.</typeparam>
    /// <exception cref="ArgumentException">The elements are of another type.</exception>
    public T[] ToArray<T>()
    {
        if (typeof(T) == typeof(string)) return (T[])(object)Array.ConvertAll(Strings, bytes => System.Text.Encoding.UTF8.GetString(bytes));
        if (typeof(T) == typeof(byte[])) return (T[])(object)Array.ConvertAll(Strings, bytes => (byte[])bytes.Clone());
        Require(DTypes.Of<T>());
        ObjectDisposedException.ThrowIf(buffer is null, this);
        T[] copy = new T[checked((int)ElementCount)];
        if (copy.Length > 0)
        {
            ref byte target = ref MemoryMarshal.GetArrayDataReference((Array)copy);
            Unsafe.CopyBlockUnaligned(ref target, ref *data, checked((uint)ByteCount));
        }

        GC.KeepAlive(this);
        return copy;
    }

    /// <summary>One element of a string tensor.</summary>
    /// <param name="index">The position in row-major order, from 0.</param>
    /// <returns>The bytes; not necessarily UTF-8.</returns>
    public ReadOnlySpan<byte> GetBytes(int index) => Strings[index];

    /// <summary>Another handle to the same memory, for another owner.</summary>
    /// <returns>A tensor that is disposed on its own.</returns>
    public Tensor Share()
    {
        TensorBuffer held = Buffer;
        held.AddReference();
        return new Tensor(DType, Shape, held, data);
    }

    /// <summary>Like <see cref="Share"/>, for readers that race with an owner who puts another handle in this one's place and disposes this one.</summary>
    /// <param name="place">Where the owner has its handle.</param>
    /// <returns>Null if this handle is no longer there: whose memory the reference would be to nobody knows.</returns>
    internal Tensor? TryShare(ref Tensor? place)
    {
        TensorBuffer? held = buffer;
        byte* start = data;
        if (held is null || !held.TryAddReference()) return null;
        if (ReferenceEquals(Volatile.Read(ref place), this)) return new Tensor(DType, Shape, held, start);
        held.Release();
        return null;
    }

    /// <summary>The same elements under another shape, in the same memory.</summary>
    /// <param name="shape">A fully defined shape of as many elements.</param>
    /// <returns>A tensor that is disposed on its own.</returns>
    /// <exception cref="ArgumentException">The number of elements differs.</exception>
    public Tensor Reshape(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.ElementCount != ElementCount) throw new ArgumentException($"A tensor of shape {Shape} can not be reshaped to {shape}.", nameof(shape));
        Tensor shared = Share();
        shared.Shape = shape;
        return shared;
    }

    /// <summary>The elements as numpy prints them, <c>[1. 2.]</c>; of more than 1,000 elements those near the ends.</summary>
    public override string ToString() => ToString(NumpyPrintOptions.Default);

    /// <summary>The elements as numpy prints them with other options: Python's <c>str(array)</c>.</summary>
    /// <param name="options">Digits, width, how much is shown.</param>
    public string ToString(NumpyPrintOptions options) => Print(options, text => text.Str());

    /// <summary>The elements with their type: Python's <c>repr(array)</c>, <c>array([1., 2.], dtype=float32)</c>.</summary>
    /// <param name="options">Digits, width, how much is shown; null for numpy's defaults.</param>
    public string ToRepr(NumpyPrintOptions? options = null) => Print(options ?? NumpyPrintOptions.Default, text => text.Repr());

    /// <summary>Gives this handle's reference back. Calling it again does nothing.</summary>
    public void Dispose()
    {
        TensorBuffer? held = Interlocked.Exchange(ref buffer, null);
        data = null;
        held?.Release();
    }

    /// <summary>The elements for those who may write them: makers of a tensor, and kernels.</summary>
    internal Span<T> Elements<T>() where T : unmanaged
    {
        if (!DTypes.Holds<T>(DType)) Require(DTypes.Of<T>());
        ObjectDisposedException.ThrowIf(buffer is null, this);
        return new Span<T>(data, checked((int)ElementCount));
    }

    /// <summary>All bytes of a plain tensor. For tensors up to 2 GiB.</summary>
    internal Span<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(buffer is null, this);
            return new Span<byte>(data, checked((int)ByteCount));
        }
    }

    /// <summary>Sets every byte of a plain tensor to 0.</summary>
    internal void Clear()
    {
        ObjectDisposedException.ThrowIf(buffer is null, this);
        NativeMemory.Clear(data, (nuint)ByteCount);
    }

    /// <summary>The elements of a string tensor.</summary>
    internal byte[][] Strings => Buffer is ManagedBuffer<byte[]> strings ? strings.Elements : throw WrongType(DType.String);

    /// <summary>The elements of a resource or variant tensor.</summary>
    internal object[] Objects => Buffer is ManagedBuffer<object> objects ? objects.Elements : throw WrongType(DType.Resource);

    /// <summary>The elements of a resource or variant tensor, to be held elsewhere too: they are left to the garbage collector from now on.</summary>
    internal object[] SharedObjects
    {
        get
        {
            object[] objects = Objects;
            ((ManagedBuffer<object>)Buffer).OwnsElements = false;
            return objects;
        }
    }

    /// <summary>Elements from one position on as a tensor of their own, over the same memory; of strings and objects a copy.</summary>
    internal Tensor View(long start, Shape shape)
    {
        Tensor view = new();
        view.BindTo(this, start, shape);
        return view;
    }

    /// <summary>Puts another tensor's elements among this one's, from a position on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They do not fit there.</exception>
    internal void CopyFrom(Tensor source, long start)
    {
        RequireRoom(start, source.ElementCount, ElementCount);
        if (Buffer is ManagedBuffer<byte[]> strings) source.Strings.CopyTo(strings.Elements, (int)start);
        else if (Buffer is ManagedBuffer<object> objects) source.SharedObjects.CopyTo(objects.Elements, (int)start);
        else source.Bytes.CopyTo(new Span<byte>(data + (start * DType.ElementSize()), checked((int)((ElementCount - start) * DType.ElementSize()))));
    }

    private static void RequireRoom(long start, long count, long room)
    {
        if (start < 0 || count < 0 || count > room - start) throw new ArgumentOutOfRangeException(nameof(start), start, $"{count} elements of {room} from there on");
    }

    /// <summary>Makes this handle hold a value; takes over the caller's reference.</summary>
    internal void Bind(DType dtype, Shape shape, TensorBuffer memory, byte* start)
    {
        DType = dtype;
        if (!ReferenceEquals(Shape, shape)) (Shape, ElementCount) = (shape, shape.ElementCount);
        buffer = memory;
        data = start;
    }

    /// <summary>Makes this empty handle hold a reference to a tensor's memory.</summary>
    internal void BindTo(Tensor source)
    {
        TensorBuffer held = source.Buffer;
        held.AddReference();
        Bind(source.DType, source.Shape, held, source.data);
    }

    /// <summary>Makes this empty handle hold what <see cref="View"/> gives.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not as many elements from there on.</exception>
    internal void BindTo(Tensor source, long start, Shape shape)
    {
        RequireRoom(start, shape.ElementCount, source.ElementCount);
        TensorBuffer held = source.Buffer;
        byte* first = null;
        if (held is ManagedBuffer<byte[]> strings) held = new ManagedBuffer<byte[]>(strings.Elements.AsSpan((int)start, (int)shape.ElementCount).ToArray());
        else if (held is ManagedBuffer<object>) held = new ManagedBuffer<object>(source.SharedObjects.AsSpan((int)start, (int)shape.ElementCount).ToArray());
        else
        {
            held.AddReference();
            first = source.data + (start * source.DType.ElementSize());
        }

        Bind(source.DType, shape, held, first);
    }

    /// <summary>Makes this handle hold nothing and hands its reference to the caller.</summary>
    internal TensorBuffer? Unbind()
    {
        TensorBuffer? held = buffer;
        buffer = null;
        data = null;
        return held;
    }

    private string Print(NumpyPrintOptions options, Func<Printing.NumpyText, string> print)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!HasValue) return "<disposed tensor>";
        string text = print(new Printing.NumpyText(this, options) { IsScalar = Shape.Rank == 0 });
        GC.KeepAlive(this);
        return text;
    }

    private void Require(DType asked)
    {
        if (asked != DType) throw WrongType(asked);
    }

    private ArgumentException WrongType(DType asked) => new($"The tensor holds {DType.TfName()}, not {asked.TfName()}.");
}
