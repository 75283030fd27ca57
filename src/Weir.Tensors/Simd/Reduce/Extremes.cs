using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>The values below and above all others of a type: infinities, or the ends of the range of integers.</summary>
internal static class Extremes
{
    public static T Lowest<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return As<float, T>(float.NegativeInfinity);
        if (typeof(T) == typeof(double)) return As<double, T>(double.NegativeInfinity);
        if (typeof(T) == typeof(sbyte)) return As<sbyte, T>(sbyte.MinValue);
        if (typeof(T) == typeof(short)) return As<short, T>(short.MinValue);
        if (typeof(T) == typeof(int)) return As<int, T>(int.MinValue);
        if (typeof(T) == typeof(long)) return As<long, T>(long.MinValue);
        return default;
    }

    /// <summary>The lowest value that is finite.</summary>
    public static T LowestFinite<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return As<float, T>(float.MinValue);
        if (typeof(T) == typeof(double)) return As<double, T>(double.MinValue);
        if (typeof(T) == typeof(Half)) return As<Half, T>(Half.MinValue);
        if (typeof(T) == typeof(BFloat16)) return As<ushort, T>(0xFF7F);
        return Lowest<T>();
    }

    public static T Highest<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return As<float, T>(float.PositiveInfinity);
        if (typeof(T) == typeof(double)) return As<double, T>(double.PositiveInfinity);
        if (typeof(T) == typeof(sbyte)) return As<sbyte, T>(sbyte.MaxValue);
        if (typeof(T) == typeof(byte)) return As<byte, T>(byte.MaxValue);
        if (typeof(T) == typeof(short)) return As<short, T>(short.MaxValue);
        if (typeof(T) == typeof(ushort)) return As<ushort, T>(ushort.MaxValue);
        if (typeof(T) == typeof(int)) return As<int, T>(int.MaxValue);
        if (typeof(T) == typeof(uint)) return As<uint, T>(uint.MaxValue);
        if (typeof(T) == typeof(long)) return As<long, T>(long.MaxValue);
        if (typeof(T) == typeof(ulong)) return As<ulong, T>(ulong.MaxValue);
        throw new NotSupportedException($"{typeof(T)} has no order.");
    }

    /// <summary>The highest number that is not infinite.</summary>
    public static T HighestFinite<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return As<float, T>(float.MaxValue);
        if (typeof(T) == typeof(double)) return As<double, T>(double.MaxValue);
        if (typeof(T) == typeof(Half)) return As<Half, T>(Half.MaxValue);
        if (typeof(T) == typeof(BFloat16)) return As<ushort, T>(0x7F7F);
        return Highest<T>();
    }

    private static T As<TFrom, T>(TFrom value)
        where TFrom : unmanaged
        where T : unmanaged => Unsafe.BitCast<TFrom, T>(value);
}
