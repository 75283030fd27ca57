using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>Turns the statistics of a normalization into a factor and an offset for each channel.</summary>
internal static class Normalization
{
    /// <summary>factor = scale / sqrt(variance + epsilon), offset = shift - mean * factor.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    public static void Factors<T>(
        ReadOnlySpan<T> scale, ReadOnlySpan<T> shift, ReadOnlySpan<T> mean, ReadOnlySpan<T> variance, double epsilon, Span<T> factor, Span<T> offset)
        where T : unmanaged
    {
        for (int i = 0; i < factor.Length; i++)
        {
            double by = Wide(scale[i]) / Math.Sqrt(Wide(variance[i]) + epsilon);
            (factor[i], offset[i]) = (Narrow<T>(by), Narrow<T>(Wide(shift[i]) - (Wide(mean[i]) * by)));
        }
    }

    private static double Wide<T>(T value)
        where T : unmanaged => typeof(T) == typeof(float) ? Unsafe.BitCast<T, float>(value) : Unsafe.BitCast<T, double>(value);

    private static T Narrow<T>(double value)
        where T : unmanaged => typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)value) : Unsafe.BitCast<double, T>(value);
}
