using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>Turns the statistics of a normalization into a factor and an offset for each channel. Float or double.</summary>
internal static unsafe class Normalization
{
    /// <summary>factor = scale / sqrt(variance + epsilon), offset = shift - mean * factor, in scratch memory of this thread.</summary>
    /// <returns>What a convolution does to its sums so that they are normalized; good until the next call.</returns>
    public static Finish<T> Finish<T>(ReadOnlySpan<T> scale, ReadOnlySpan<T> shift, ReadOnlySpan<T> mean, ReadOnlySpan<T> variance, float epsilon)
        where T : unmanaged
    {
        int channels = scale.Length;
        if (shift.Length != channels || mean.Length != channels || variance.Length != channels)
            throw new ArgumentException($"{shift.Length} shifts, {mean.Length} means and {variance.Length} variances for {channels} channels.");
        T* factor = Scratch.Get<T>(ScratchUse.Factors, 2 * (nint)channels), offset = factor + channels;
        fixed (T* s = scale, b = shift, m = mean, v = variance)
        {
            if (Lanes512<T>.IsAccelerated)
                Fill<T, Lanes512<T>>(s, b, m, v, epsilon, factor, offset, channels);
            else if (Lanes256<T>.IsAccelerated)
                Fill<T, Lanes256<T>>(s, b, m, v, epsilon, factor, offset, channels);
            else
                Fill<T, Lanes128<T>>(s, b, m, v, epsilon, factor, offset, channels);
        }
        return new Finish<T> { Factor = new(factor, channels), Offset = new(offset, channels) };
    }

    private static void Fill<T, V>(T* scale, T* shift, T* mean, T* variance, float epsilon, T* factor, T* offset, nint n)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        V added = V.Create(typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>(epsilon) : Unsafe.BitCast<double, T>(epsilon));
        nint i = 0;
        for (; i <= n - V.Count; i += V.Count)
        {
            V by = V.Load(scale + i) / V.Sqrt(V.Load(variance + i) + added);
            V.Store(by, factor + i);
            V.Store(V.Load(shift + i) - (V.Load(mean + i) * by), offset + i);
        }
        for (; i < n; i++)
        {
            V by = V.LoadScalar(scale + i) / V.Sqrt(V.LoadScalar(variance + i) + added);
            V.StoreScalar(by, factor + i);
            V.StoreScalar(V.LoadScalar(shift + i) - (V.LoadScalar(mean + i) * by), offset + i);
        }
    }
}
