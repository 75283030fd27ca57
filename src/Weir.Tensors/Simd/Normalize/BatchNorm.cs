using System.Runtime.InteropServices;

namespace Weir.Simd;

/// <summary>Batch normalization of [outer, channels, inner] and its gradient. Statistics are floats, sums are made in double.</summary>
/// <remarks>Element types: float, <see cref="Half"/> and <see cref="BFloat16"/>. Tensors' memory only: it must not move. Thread-safe.</remarks>
internal static unsafe class BatchNorm
{
    /// <summary>The mean and the biased variance of each channel.</summary>
    public static void Moments<T>(ReadOnlySpan<T> x, long outer, long inner, Span<float> mean, Span<float> variance)
        where T : unmanaged
    {
        int channels = mean.Length;
        long rows = outer * inner;
        float* data = ChannelsLast.Get(ScratchUse.WideA, x, outer, channels, inner);
        Span<double> sums = new(Scratch.Get<double>(ScratchUse.Reduction, channels), channels);
        fixed (float* pm = mean)
        {
            ChannelSums.Run<ElementTerm>(data, data, pm, rows, sums);
            for (int i = 0; i < channels; i++)
                mean[i] = (float)(sums[i] / rows);
            ChannelSums.Run<SquareTerm>(data, data, pm, rows, sums);
        }
        for (int i = 0; i < channels; i++)
            variance[i] = (float)(sums[i] / rows);
    }

    /// <summary>y = (x - mean) / sqrt(variance + epsilon) * scale + shift.</summary>
    public static void Apply<T>(
        ReadOnlySpan<T> x, long outer, long inner, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift,
        float epsilon, Span<T> y)
        where T : unmanaged
    {
        int channels = mean.Length;
        Finish<float> finish = Normalization.Finish(scale, shift, mean, variance, epsilon);
        if (inner == 1 && typeof(T) != typeof(float))
        {
            ChannelAffine.Run<T, float, Identity>(x, finish.Factor, finish.Offset, y);
            return;
        }
        if (inner == 1)
        {
            Normalize(MemoryMarshal.Cast<T, float>(x), mean, finish.Factor, shift, MemoryMarshal.Cast<T, float>(y));
            return;
        }
        float* data = ChannelsLast.Get(ScratchUse.WideA, x, outer, channels, inner);
        Span<float> turned = new(data, x.Length);
        Normalize(turned, mean, finish.Factor, shift, turned);
        ChannelsLast.Put(data, outer, channels, inner, y);
    }

    // The mean is taken off first: as part of an offset it would cost the digits of values near it.
    private static void Normalize(ReadOnlySpan<float> x, ReadOnlySpan<float> mean, ReadOnlySpan<float> factor, ReadOnlySpan<float> shift, Span<float> y)
    {
        float* memory = Scratch.Get<float>(ScratchUse.Reduction, 2 * (nint)mean.Length);
        Span<float> ones = new(memory, mean.Length), offset = new(memory + mean.Length, mean.Length);
        ones.Fill(1);
        for (int i = 0; i < offset.Length; i++)
            offset[i] = -mean[i];
        ChannelAffine.Run<float, float, Identity>(x, ones, offset, y);
        ChannelAffine.Run<float, float, Identity>(y, factor, shift, y);
    }

    /// <summary>The gradients to the input, the scale and the shift.</summary>
    /// <param name="dy">What flows in.</param>
    /// <param name="x">The input.</param>
    /// <param name="outer">The product of the sizes before the channels.</param>
    /// <param name="inner">The product of the sizes behind them.</param>
    /// <param name="scale">One a channel.</param>
    /// <param name="mean">The mean that was taken off.</param>
    /// <param name="variance">The variance that was divided by.</param>
    /// <param name="epsilon">What was added to it.</param>
    /// <param name="training">Whether mean and variance are those of the input, so that gradients flow through them.</param>
    /// <param name="dx">The gradient to the input.</param>
    /// <param name="dScale">The gradient to the scale.</param>
    /// <param name="dShift">The gradient to the shift.</param>
    public static void Gradient<T>(
        ReadOnlySpan<T> dy, ReadOnlySpan<T> x, long outer, long inner, ReadOnlySpan<float> scale, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance,
        float epsilon, bool training, Span<T> dx, Span<float> dScale, Span<float> dShift)
        where T : unmanaged
    {
        int channels = scale.Length;
        long rows = outer * inner;
        float* gradients = ChannelsLast.Get(ScratchUse.WideA, dy, outer, channels, inner), values = ChannelsLast.Get(ScratchUse.WideB, x, outer, channels, inner);
        double* memory = Scratch.Get<double>(ScratchUse.Reduction, 2 * (nint)channels);
        Span<double> sums = new(memory, channels), products = new(memory + channels, channels);
        float* factors = Scratch.Get<float>(ScratchUse.Factors, 3 * (nint)channels);
        fixed (float* pm = mean)
        {
            ChannelSums.Run<GradientTerm>(values, gradients, pm, rows, sums);
            ChannelSums.Run<ProductTerm>(values, gradients, pm, rows, products);
        }
        for (int i = 0; i < channels; i++)
        {
            double by = 1 / Math.Sqrt(variance[i] + (double)epsilon), a = scale[i] * by, b = training ? -a * products[i] * by * by / rows : 0;
            (dScale[i], dShift[i]) = ((float)(products[i] * by), (float)sums[i]);
            (factors[i], factors[channels + i]) = ((float)a, (float)b);
            factors[(2 * channels) + i] = training ? (float)((-a * sums[i] / rows) - (b * mean[i])) : 0;
        }
        if (dx.IsEmpty)
            return;
        fixed (T* pdx = dx)
        {
            float* result = inner == 1 && typeof(T) == typeof(float) ? (float*)pdx : Scratch.Get<float>(ScratchUse.Patches, dx.Length);
            WorkPool.Run(new InputJob(gradients, values, factors, channels, result), rows, channels * 100);
            ChannelsLast.Put(result, outer, channels, inner, dx);
        }
    }

    // dx = dy * a + x * b + c, with a, b and c for each channel.
    private readonly struct InputJob(float* dy, float* x, float* factors, nint channels, float* dx) : IParallelJob
    {
        public void Run(long begin, long end)
        {
            for (long row = begin; row < end; row++)
            {
                nint at = (nint)row * channels;
                if (Lanes512<float>.IsAccelerated)
                    Row<Lanes512<float>>(at);
                else if (Lanes256<float>.IsAccelerated)
                    Row<Lanes256<float>>(at);
                else
                    Row<Lanes128<float>>(at);
            }
        }

        private void Row<V>(nint at)
            where V : struct, ILanes<V, float>
        {
            float* a = factors, b = factors + channels, c = b + channels;
            nint i = 0;
            for (; i <= channels - V.Count; i += V.Count)
                V.Store(V.MultiplyAdd(V.Load(dy + at + i), V.Load(a + i), V.MultiplyAdd(V.Load(x + at + i), V.Load(b + i), V.Load(c + i))), dx + at + i);
            for (; i < channels; i++)
                V.StoreScalar(V.MultiplyAdd(V.LoadScalar(dy + at + i), V.LoadScalar(a + i), V.MultiplyAdd(V.LoadScalar(x + at + i), V.LoadScalar(b + i), V.LoadScalar(c + i))), dx + at + i);
        }
    }
}
