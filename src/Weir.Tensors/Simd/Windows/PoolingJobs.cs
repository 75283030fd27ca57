using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>Combines the elements of windows. An item is an output row; vectors run along the channels, the last one overlapping.</summary>
internal readonly unsafe struct PoolingJob<T, V, TFold>(WindowShape w, nint channels, T* x, T* y, T start) : IParallelJob
    where T : unmanaged
    where V : struct, ILanes<V, T>
    where TFold : struct, IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(long begin, long end)
    {
        nint* pixels = Scratch.Get<nint>(ScratchUse.Offsets, w.Places);
        for (long item = begin; item < end; item++)
        {
            T* result = y + ((nint)item * w.Columns.Output * channels);
            for (int column = 0; column < w.Columns.Output; column++, result += channels)
            {
                nint count = WindowPlaces.Find(w, item, column, pixels);
                if (channels >= V.Count)
                    Vectors(pixels, count, result);
                else
                    Scalars(pixels, count, result);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Vectors(nint* pixels, nint count, T* result)
    {
        V by = Divisor(count);
        nint channel = 0;
        for (; channel <= channels - (2 * V.Count); channel += 2 * V.Count)
        {
            V y0 = V.Create(start), y1 = y0;
            for (nint i = 0; i < count; i++)
            {
                T* input = x + (pixels[i] * channels) + channel;
                y0 = TFold.Invoke<V, T>(V.Load(input), y0);
                y1 = TFold.Invoke<V, T>(V.Load(input + V.Count), y1);
            }
            V.Store(Finish(y0, by), result + channel);
            V.Store(Finish(y1, by), result + channel + V.Count);
        }
        for (; channel < channels; channel += V.Count)
        {
            nint at = nint.Min(channel, channels - V.Count);
            V folded = V.Create(start);
            for (nint i = 0; i < count; i++)
                folded = TFold.Invoke<V, T>(V.Load(x + (pixels[i] * channels) + at), folded);
            V.Store(Finish(folded, by), result + at);
        }
    }

    private void Scalars(nint* pixels, nint count, T* result)
    {
        V by = Divisor(count);
        for (nint channel = 0; channel < channels; channel++)
        {
            V folded = V.Create(start);
            for (nint i = 0; i < count; i++)
                folded = TFold.Invoke<V, T>(V.LoadScalar(x + (pixels[i] * channels) + channel), folded);
            V.StoreScalar(Finish(folded, by), result + channel);
        }
    }

    private static V Divisor(nint count) => typeof(TFold) == typeof(Add) ? V.Create(Pooling.Number<T>(count)) : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Finish(V folded, V by) => typeof(TFold) == typeof(Add) ? folded / by : folded;
}

/// <summary>Shares the gradients of means. An item is an input of the batch.</summary>
internal readonly unsafe struct MeanGradientJob<T, V>(WindowShape w, nint channels, T* dy, T* dx) : IParallelJob
    where T : unmanaged
    where V : struct, ILanes<V, T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(long begin, long end)
    {
        nint* pixels = Scratch.Get<nint>(ScratchUse.Offsets, w.Places);
        long rows = (long)w.Planes.Output * w.Rows.Output;
        for (long row = begin * rows; row < end * rows; row++)
        {
            T* gradient = dy + ((nint)row * w.Columns.Output * channels);
            for (int column = 0; column < w.Columns.Output; column++, gradient += channels)
            {
                nint count = WindowPlaces.Find(w, row, column, pixels);
                for (nint i = 0; i < count; i++)
                    Add(dx + (pixels[i] * channels), gradient, count);
            }
        }
    }

    private void Add(T* sums, T* gradient, nint count)
    {
        V by = V.One / V.Create(Pooling.Number<T>(count));
        nint i = 0;
        for (; i <= channels - V.Count; i += V.Count)
            V.Store(V.Load(sums + i) + (V.Load(gradient + i) * by), sums + i);
        for (; i < channels; i++)
            V.StoreScalar(V.LoadScalar(sums + i) + (V.LoadScalar(gradient + i) * by), sums + i);
    }
}
