namespace Weir.Simd;

/// <summary>Normalization of each element by its neighbours among the channels, and its gradient.</summary>
/// <param name="radius">How far neighbours are.</param>
/// <param name="bias">What is added to the scaled sum of squares.</param>
/// <param name="alpha">What the sum is multiplied by.</param>
/// <param name="beta">The power of it that divides.</param>
/// <remarks>Types: float, <see cref="Half"/> and <see cref="BFloat16"/> (computed in float).</remarks>
internal sealed unsafe class LocalResponses(int radius, float bias, float alpha, float beta)
{
    /// <summary>y = x / (bias + alpha * sum(neighbours^2))^beta.</summary>
    public void Run<T>(ReadOnlySpan<T> x, int channels, Span<T> y)
        where T : unmanaged
    {
        fixed (T* px = x, py = y)
            WorkPool.Run(new Job<T>(this, px, null, null, py, channels), x.Length / channels, ItemPicoseconds(channels));
    }

    /// <summary>The gradient to x of what flows into y.</summary>
    public void Gradient<T>(ReadOnlySpan<T> dy, ReadOnlySpan<T> x, ReadOnlySpan<T> y, int channels, Span<T> dx)
        where T : unmanaged
    {
        fixed (T* pdy = dy, px = x, py = y, pdx = dx)
            WorkPool.Run(new Job<T>(this, px, py, pdy, pdx, channels), x.Length / channels, ItemPicoseconds(channels));
    }

    private long ItemPicoseconds(int channels) => channels * (20_000L + Math.Min(channels, (2L * radius) + 1) * 500);

    // (bias + alpha * sum(neighbours^2)) of each channel of a pixel.
    private void Norms(float* x, int channels, float* norms)
    {
        for (int channel = 0; channel < channels; channel++)
        {
            float sum = 0;
            for (int i = Math.Max(0, channel - radius); i < Math.Min(channels, channel + radius + 1); i++)
                sum += x[i] * x[i];
            norms[channel] = bias + (alpha * sum);
        }
    }

    private readonly struct Job<T>(LocalResponses o, T* x, T* y, T* dy, T* result, int channels) : IParallelJob
        where T : unmanaged
    {
        public void Run(long begin, long end)
        {
            float* values = Scratch.Get<float>(ScratchUse.Region, 5 * (nint)channels), norms = values + channels, outputs = norms + channels;
            float* gradients = outputs + channels, results = gradients + channels;
            for (nint pixel = (nint)begin; pixel < end; pixel++)
            {
                Read(x + (pixel * channels), values);
                o.Norms(values, channels, norms);
                if (dy == null)
                {
                    for (int i = 0; i < channels; i++)
                        results[i] = values[i] * MathF.Pow(norms[i], -o.Beta);
                }
                else
                {
                    Read(y + (pixel * channels), outputs);
                    Read(dy + (pixel * channels), gradients);
                    o.Back(values, norms, outputs, gradients, channels, results);
                }
                Write(results, result + (pixel * channels));
            }
        }

        private void Read(T* source, float* wide)
        {
            if (typeof(T) == typeof(float))
                new ReadOnlySpan<float>((float*)source, channels).CopyTo(new Span<float>(wide, channels));
            else
                NarrowFloats.Widen(source, wide, channels);
        }

        private void Write(float* wide, T* to)
        {
            if (typeof(T) == typeof(float))
                new ReadOnlySpan<float>(wide, channels).CopyTo(new Span<float>((float*)to, channels));
            else
                NarrowFloats.Round(wide, to, channels);
        }
    }

    private float Beta => beta;

    private void Back(float* x, float* norms, float* y, float* dy, int channels, float* dx)
    {
        for (int channel = 0; channel < channels; channel++)
        {
            float sum = 0;
            for (int i = Math.Max(0, channel - radius); i < Math.Min(channels, channel + radius + 1); i++)
                sum += dy[i] * y[i] / norms[i];
            dx[channel] = (dy[channel] * MathF.Pow(norms[channel], -beta)) - (2 * alpha * beta * x[channel] * sum);
        }
    }
}
