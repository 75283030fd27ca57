using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Weir.Buffers;

namespace Weir;

/// <summary>How tensors are made.</summary>
public sealed unsafe partial class Tensor
{
    /// <summary>A vector of values.</summary>
    /// <typeparam name="T">The .NET type of a dtype's elements; <see cref="string"/> is stored as UTF-8.</typeparam>
    /// <param name="values">The elements; copied.</param>
    public static Tensor From<T>(params ReadOnlySpan<T> values) => From(values, [values.Length]);

    /// <summary>A tensor of values under a shape.</summary>
    /// <typeparam name="T">The .NET type of a dtype's elements; <see cref="string"/> is stored as UTF-8.</typeparam>
    /// <param name="values">The elements in row-major order; copied.</param>
    /// <param name="shape">Fully defined, of as many elements.</param>
    /// <exception cref="ArgumentException">The number of elements does not fit the shape, or the type is not a dtype's.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> values, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.ElementCount != values.Length) throw new ArgumentException($"{values.Length} values do not fill the shape {shape}.", nameof(shape));
        Tensor tensor = Allocate(DTypes.Of<T>(), shape);
        if (tensor.DType == DType.String)
        {
            for (int i = 0; i < values.Length; i++) tensor.Strings[i] = ToBytes(values[i]);
        }
        else
        {
            ref byte source = ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(values));
            MemoryMarshal.CreateReadOnlySpan(ref source, checked((int)tensor.ByteCount)).CopyTo(tensor.Bytes);
        }

        return tensor;
    }

    /// <summary>A scalar.</summary>
    /// <typeparam name="T">The .NET type of a dtype's elements.</typeparam>
    /// <param name="value">The element.</param>
    public static Tensor Scalar<T>(T value) => From([value], Shape.Scalar);

    /// <summary>A tensor of a .NET array of any rank.</summary>
    /// <param name="array">The elements; copied.</param>
    /// <exception cref="ArgumentException">The array's element type is not a dtype's.</exception>
    [OverloadResolutionPriority(1)] // Else a matrix would be one element of an unknown type.
    public static Tensor From(Array array)
    {
        ArgumentNullException.ThrowIfNull(array);
        Type type = array.GetType().GetElementType()!;
        long[] sizes = new long[array.Rank];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = array.GetLength(i);
        Tensor tensor = Allocate(DTypes.Of(type), Shape.Of(sizes));
        if (tensor.DType == DType.String)
        {
            int i = 0;
            foreach (object? element in array) tensor.Strings[i++] = ToBytes(element);
        }
        else if (tensor.ElementCount > 0)
        {
            MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(array), checked((int)tensor.ByteCount)).CopyTo(tensor.Bytes);
        }

        return tensor;
    }

    /// <summary>A tensor whose elements the caller fills in place.</summary>
    /// <typeparam name="T">The .NET type of a dtype's elements.</typeparam>
    /// <param name="shape">Fully defined.</param>
    /// <param name="fill">Called once with the elements, which hold undefined values.</param>
    public static Tensor Create<T>(Shape shape, Action<Span<T>> fill)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(fill);
        Tensor tensor = Allocate(DTypes.Of<T>(), shape);
        fill(tensor.Elements<T>());
        return tensor;
    }

    /// <summary>A tensor with undefined content; strings are empty, resources and variants null.</summary>
    /// <exception cref="TfException">RESOURCE_EXHAUSTED: more bytes than the limit or than the machine has.</exception>
    internal static Tensor Allocate(DType dtype, Shape shape, long maxBytes = long.MaxValue)
    {
        long count = shape.ElementCount;
        if (count < 0) throw new ArgumentException($"A tensor needs a fully defined shape, not {shape}.", nameof(shape));
        if (dtype == DType.String)
        {
            byte[][] strings = AllocateElements<byte[]>(dtype, shape, maxBytes);
            Array.Fill(strings, []);
            return new Tensor(dtype, shape, new ManagedBuffer<byte[]>(strings), null);
        }

        if (dtype is DType.Resource or DType.Variant)
        {
            return new Tensor(dtype, shape, new ManagedBuffer<object>(AllocateElements<object>(dtype, shape, maxBytes)), null);
        }

        NativeBuffer buffer = BufferPool.Rent(CheckedByteCount(dtype, shape, dtype.ElementSize(), maxBytes));
        return new Tensor(dtype, shape, buffer, buffer.Pointer);
    }

    /// <summary>A scalar that carries a resource.</summary>
    internal static Tensor OfObject(object resource) => new(DType.Resource, Shape.Scalar, new ManagedBuffer<object>([resource]), null);

    /// <summary>A scalar variant that holds a value which is disposed with the last tensor over it.</summary>
    internal static Tensor OfVariant(IDisposable value) => OfOwned(DType.Variant, value);

    /// <summary>A scalar that carries a resource or variant which is disposed with the last tensor over it.</summary>
    internal static Tensor OfOwned(DType dtype, IDisposable value) => new(dtype, Shape.Scalar, new ManagedBuffer<object>([value]) { OwnsElements = true }, null);

    /// <summary>The bytes of a tensor, once they are known to fit.</summary>
    internal static long CheckedByteCount(DType dtype, Shape shape, int elementSize, long maxBytes)
    {
        if (elementSize == 0) throw new TfException(StatusCode.InvalidArgument, $"A tensor can not have the dtype {dtype.TfName()}.");
        UInt128 bytes = (UInt128)(ulong)shape.ElementCount * (uint)elementSize;
        if (bytes > (ulong)maxBytes) throw TooLarge(dtype, shape, bytes, maxBytes);
        return (long)bytes;
    }

    private static T[] AllocateElements<T>(DType dtype, Shape shape, long maxBytes)
    {
        long bytes = CheckedByteCount(dtype, shape, sizeof(long), Math.Min(maxBytes, (long)Array.MaxLength * sizeof(long)));
        if (bytes > BufferPool.LargeBytes) BufferPool.RequireMemory(bytes);
        return new T[shape.ElementCount];
    }

    private static TfException TooLarge(DType dtype, Shape shape, UInt128 bytes, long maxBytes) => new(StatusCode.ResourceExhausted,
        $"A {dtype.TfName()} tensor of shape {shape} takes {bytes} bytes, more than the limit of {maxBytes}.");

    private static byte[] ToBytes(object? element) => element switch
    {
        string text => Encoding.UTF8.GetBytes(text),
        byte[] bytes => (byte[])bytes.Clone(),
        null => throw new ArgumentException("A string tensor can not hold null."),
        _ => throw new ArgumentException($"A string tensor can not hold a {element.GetType()}."),
    };
}
