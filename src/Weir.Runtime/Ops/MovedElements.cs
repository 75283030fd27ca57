using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Ops;

/// <summary>
/// The elements of a tensor as something to move about: unsigned integers of their size for plain dtypes, <c>byte[]</c> for strings,
/// <c>object</c> for resources and variants. Kernels of any dtype that know its .NET type may name that instead.
/// </summary>
internal static class MovedElements
{
    public static Span<T> Of<T>(Tensor tensor)
    {
        if (typeof(T) == typeof(byte[])) return (T[])(object)tensor.Strings;
        if (typeof(T) == typeof(object)) return (T[])(object)tensor.SharedObjects;
        return MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetReference(tensor.Bytes)), checked((int)tensor.ElementCount));
    }

    /// <summary>What stands for 0: the empty string among strings.</summary>
    public static T Zero<T>() => typeof(T) == typeof(byte[]) ? (T)(object)System.Array.Empty<byte>() : default!;
}
