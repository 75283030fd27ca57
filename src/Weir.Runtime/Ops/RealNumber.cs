using System.Runtime.CompilerServices;

namespace Weir.Ops;

/// <summary>Elements of any type as double, and back: for kernels whose arithmetic is in double whatever the dtype.</summary>
internal static class RealNumber
{
    public static double ToDouble<T>(T value)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(value)
        : typeof(T) == typeof(double) ? Unsafe.BitCast<T, double>(value)
        : typeof(T) == typeof(Half) ? (double)Unsafe.BitCast<T, Half>(value)
        : typeof(T) == typeof(BFloat16) ? (float)Unsafe.BitCast<T, BFloat16>(value)
        : typeof(T) == typeof(sbyte) ? Unsafe.BitCast<T, sbyte>(value)
        : typeof(T) == typeof(short) ? Unsafe.BitCast<T, short>(value)
        : typeof(T) == typeof(int) ? Unsafe.BitCast<T, int>(value)
        : typeof(T) == typeof(long) ? Unsafe.BitCast<T, long>(value)
        : typeof(T) == typeof(byte) ? Unsafe.BitCast<T, byte>(value)
        : typeof(T) == typeof(ushort) ? Unsafe.BitCast<T, ushort>(value)
        : typeof(T) == typeof(uint) ? Unsafe.BitCast<T, uint>(value)
        : typeof(T) == typeof(ulong) ? Unsafe.BitCast<T, ulong>(value)
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

    /// <summary>The absolute value, of complex numbers too.</summary>
    public static double Magnitude<T>(T value)
        where T : unmanaged =>
        typeof(T) == typeof(Complex64) ? double.Hypot(Unsafe.BitCast<T, Complex64>(value).Real, Unsafe.BitCast<T, Complex64>(value).Imaginary)
        : typeof(T) == typeof(System.Numerics.Complex) ? System.Numerics.Complex.Abs(Unsafe.BitCast<T, System.Numerics.Complex>(value))
        : Math.Abs(ToDouble(value));
}
