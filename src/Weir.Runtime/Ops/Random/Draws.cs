using System.Buffers;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Fills a tensor with draws. Each has a stream of its own, so any part can be made anywhere.</summary>
internal static class Draws
{
    /// <summary>output[sample * parameters + parameter].</summary>
    /// <param name="generator">Where the streams begin; they follow parameter by parameter.</param>
    /// <param name="first">The first parameter of each distribution.</param>
    /// <param name="second">The second one; empty where there is only one.</param>
    /// <param name="output">As many rows of draws as there are to be.</param>
    public static unsafe void Fill<TSampler, T>(in PhiloxGenerator generator, ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<T> output)
        where TSampler : struct, ISampler<TSampler>
        where T : unmanaged
    {
        fixed (double* pFirst = first, pSecond = second)
        fixed (T* to = output) WorkPool.Run(new Job<TSampler, T>(generator, pFirst, pSecond, first.Length, to, output.Length / first.Length), output.Length, 100_000);
    }

    /// <summary>A tensor's elements as double, in a rented array; give it back.</summary>
    public static double[] Parameters<T>(Tensor tensor)
        where T : unmanaged
    {
        ReadOnlySpan<T> elements = tensor.Elements<T>();
        double[] values = ArrayPool<double>.Shared.Rent(elements.Length);
        for (int i = 0; i < elements.Length; i++) values[i] = RealNumber.ToDouble(elements[i]);
        return values;
    }

    private readonly unsafe struct Job<TSampler, T>(PhiloxGenerator generator, double* first, double* second, int parameters, T* to, int samples) : IParallelJob
        where TSampler : struct, ISampler<TSampler>
        where T : unmanaged
    {
        public void Run(long begin, long end)
        {
            TSampler sampler = default;
            for (long i = begin; i < end; i++)
            {
                (long parameter, long sample) = Math.DivRem(i, samples);
                if (i == begin || sample == 0) sampler = TSampler.Of(first[parameter], second is null ? 0 : second[parameter]);
                to[(sample * parameters) + parameter] = RealNumber.FromDouble<T>(sampler.Next(generator.Skipped((UInt128)(ulong)(i * sampler.BlocksPerDraw))));
            }
        }
    }
}
