using System.Numerics;
using System.Runtime.InteropServices;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Quotients of whole numbers, which vectors do not have.</summary>
internal static class Quotients
{
    /// <summary>y[i] = x[i] / y[i] toward zero, if these are whole numbers.</summary>
    public static bool TryWhole<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged =>
        Try<T, sbyte>(x, y) || Try<T, short>(x, y) || Try<T, int>(x, y) || Try<T, long>(x, y)
        || Try<T, byte>(x, y) || Try<T, ushort>(x, y) || Try<T, uint>(x, y) || Try<T, ulong>(x, y);

    private static bool Try<T, TWhole>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged
        where TWhole : unmanaged, IBinaryInteger<TWhole>
    {
        if (typeof(T) != typeof(TWhole)) return false;
        ReadOnlySpan<TWhole> dividends = MemoryMarshal.Cast<T, TWhole>(x);
        Span<TWhole> quotients = MemoryMarshal.Cast<T, TWhole>(y);
        for (int i = 0; i < quotients.Length; i++) quotients[i] = IntegerDivision.Truncate(dividends[i], quotients[i]);
        return true;
    }
}
