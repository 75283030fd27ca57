using System.Numerics;

namespace Weir.Ops;

/// <summary>Elements as unsigned numbers that have their order, with the position below: equal elements order by position, the first highest.</summary>
/// <remarks>
/// One comparison of whole numbers then compares element and position, and sorting needs no comparer. Types up to 32 bits make 64-bit keys, the
/// others 128-bit ones. NaN is above everything or below, by its sign.
/// </remarks>
internal static class SortKeys
{
    /// <summary>The key of an element.</summary>
    public static TKey Of<T, TKey>(T value, int position)
        where T : unmanaged
        where TKey : unmanaged, IBinaryInteger<TKey> =>
        (TKey.CreateTruncating(Ordered(value)) << 32) | TKey.CreateTruncating(~(uint)position);

    /// <summary>The position in a key.</summary>
    public static int Position<TKey>(TKey key)
        where TKey : unmanaged, IBinaryInteger<TKey> => (int)~uint.CreateTruncating(key);

    private static ulong Ordered<T>(T value) => value switch
    {
        float number => Ordered(BitConverter.SingleToInt32Bits(number + 0f)),   // -0 becomes 0
        double number => Ordered(BitConverter.DoubleToInt64Bits(number + 0d)),
        Half number => Ordered(BitConverter.SingleToInt32Bits((float)number + 0f)),
        BFloat16 number => Ordered(BitConverter.SingleToInt32Bits((float)number + 0f)),
        sbyte number => (uint)number ^ 0x8000_0000u,
        short number => (uint)number ^ 0x8000_0000u,
        int number => (uint)number ^ 0x8000_0000u,
        long number => (ulong)number ^ 0x8000_0000_0000_0000u,
        byte number => number,
        ushort number => number,
        uint number => number,
        ulong number => number,
        _ => throw new NotSupportedException($"{typeof(T)} has no order."),
    };

    // Negative floats order against their bits.
    private static uint Ordered(int bits) => bits < 0 ? ~(uint)bits : (uint)bits | 0x8000_0000u;

    private static ulong Ordered(long bits) => bits < 0 ? ~(ulong)bits : (ulong)bits | 0x8000_0000_0000_0000u;
}
