using System.Runtime.CompilerServices;

namespace Weir.Ops;

/// <summary>Real elements of any type as double, and back: for kernels whose arithmetic is in double whatever the dtype.</summary>
internal static class RealNumber
{
    public static double ToDouble<T>(T value)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(value)
        : typeof(T) == typeof(double) ? Unsafe.BitCast<T, double>(value)
        : typeof(T) == typeof(Half) ? (double)Unsafe.BitCast<T, Half>(value)
        : typeof(T) == typeof(BFloat16) ? (float)Unsafe.BitCast<T, BFloat16>(value)
        : typeof(T) == typeof(int) ? Unsafe.BitCast<T, int>(value)
        : typeof(T) == typeof(long) ? Unsafe.BitCast<T, long>(value)
        : throw new NotSupportedException($"{typeof(T)} is not a real number.");

    /// <remarks>To whole numbers: toward zero, saturating; NaN is 0.</remarks>
    public static T FromDouble<T>(double value)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)value)
        : typeof(T) == typeof(double) ? Unsafe.BitCast<double, T>(value)
        : typeof(T) == typeof(Half) ? Unsafe.BitCast<Half, T>((Half)value)
        : typeof(T) == typeof(BFloat16) ? Unsafe.BitCast<BFloat16, T>((BFloat16)(float)value)
        : typeof(T) == typeof(int) ? Unsafe.BitCast<int, T>((int)value)
        : typeof(T) == typeof(long) ? Unsafe.BitCast<long, T>((long)value)
        : throw new NotSupportedException($"{typeof(T)} is not a real number.");
}
