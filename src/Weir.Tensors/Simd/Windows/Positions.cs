namespace Weir.Simd;

/// <summary>Where in each window an element is, and moving gradients there and back.</summary>
/// <remarks>A position counts the elements of all inputs; -1: there is none. Thread-safe.</remarks>
internal static unsafe class Positions
{
    /// <summary>Where the first of each window's greatest elements is. A NaN is passed over unless it comes first.</summary>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void OfMaximum<T>(in WindowShape w, int channels, ReadOnlySpan<T> x, Span<int> positions)
        where T : unmanaged => Find(w, channels, x, default, positions);

    /// <summary>Where the first element of each window is that equals a given one.</summary>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void OfEqual<T>(in WindowShape w, int channels, ReadOnlySpan<T> x, ReadOnlySpan<T> wanted, Span<int> positions)
        where T : unmanaged
    {
        Pooling.Check(w, channels, x.Length, wanted.Length);
        if (!wanted.IsEmpty)
            Find(w, channels, x, wanted, positions);
    }

    /// <summary>Adds each value to the element at its position; those of one input of the batch in order. The sums start from 0.</summary>
    /// <param name="batch">Equal parts of values and sums, which are apart from each other.</param>
    /// <param name="values">The values.</param>
    /// <param name="positions">One a value, inside its part of the sums, or -1.</param>
    /// <param name="sums">What is added up.</param>
    public static void Scatter<T>(int batch, ReadOnlySpan<T> values, ReadOnlySpan<int> positions, Span<T> sums)
        where T : unmanaged
    {
        if (values.Length != positions.Length)
            throw new ArgumentException($"{values.Length} values at {positions.Length} positions.");
        foreach (int position in positions)
        {
            if (position < -1 || position >= sums.Length)
                throw new ArgumentException($"Position {position} of {sums.Length}.");
        }
        sums.Clear();
        if (batch == 0 || values.IsEmpty)
            return;
        fixed (T* pv = values, ps = sums)
        fixed (int* pp = positions)
        {
            long cost = values.Length / batch * 1500L;
            if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
                WorkPool.Run(new NarrowScatterJob<T>(pv, pp, ps, values.Length / batch), batch, cost);
            else
                WorkPool.Run(new ScatterJob<T, Lanes128<T>>(pv, pp, ps, values.Length / batch), batch, cost);
        }
    }

    private static void Find<T>(in WindowShape w, int channels, ReadOnlySpan<T> x, ReadOnlySpan<T> wanted, Span<int> positions)
        where T : unmanaged
    {
        Pooling.Check(w, channels, x.Length, positions.Length);
        long cost = (long)w.Columns.Output * channels * w.Places * 2_000;
        fixed (T* px = x, pw = wanted)
        fixed (int* pp = positions)
        {
            if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
            {
                float* wideWanted = wanted.IsEmpty ? null : NarrowFloats.Widen(ScratchUse.WideB, pw, wanted.Length);
                WorkPool.Run(new FindJob<float, Lanes128<float>>(w, channels, NarrowFloats.Widen(ScratchUse.WideA, px, x.Length), wideWanted, pp), w.OutputRows, cost);
            }
            else
                WorkPool.Run(new FindJob<T, Lanes128<T>>(w, channels, px, wanted.IsEmpty ? null : pw, pp), w.OutputRows, cost);
        }
    }

    private readonly struct FindJob<T, V>(WindowShape w, nint channels, T* x, T* wanted, int* positions) : IParallelJob
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        public void Run(long begin, long end)
        {
            nint* pixels = Scratch.Get<nint>(ScratchUse.Offsets, w.Places);
            for (long item = begin; item < end; item++)
            {
                nint at = (nint)item * w.Columns.Output * channels;
                for (int column = 0; column < w.Columns.Output; column++)
                {
                    nint count = WindowPlaces.Find(w, item, column, pixels);
                    for (nint channel = 0; channel < channels; channel++, at++)
                        positions[at] = wanted == null ? Greatest(pixels, count, channel) : Equal(pixels, count, channel, V.LoadScalar(wanted + at));
                }
            }
        }

        private int Greatest(nint* pixels, nint count, nint channel)
        {
            nint best = -1;
            V greatest = V.Zero;
            for (nint i = 0; i < count; i++)
            {
                nint at = (pixels[i] * channels) + channel;
                V value = V.LoadScalar(x + at);
                if (best < 0 || V.FirstBoolean(V.Less(greatest, value)))
                    (greatest, best) = (value, at);
            }
            return (int)best;
        }

        private int Equal(nint* pixels, nint count, nint channel, V value)
        {
            for (nint i = 0; i < count; i++)
            {
                nint at = (pixels[i] * channels) + channel;
                if (V.FirstBoolean(V.Equal(V.LoadScalar(x + at), value)))
                    return (int)at;
            }
            return -1;
        }
    }

    private readonly struct ScatterJob<T, V>(T* values, int* positions, T* sums, nint length) : IParallelJob
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        public void Run(long begin, long end)
        {
            for (nint i = (nint)begin * length; i < (nint)end * length; i++)
            {
                if (positions[i] >= 0)
                    V.StoreScalar(V.LoadScalar(sums + positions[i]) + V.LoadScalar(values + i), sums + positions[i]);
            }
        }
    }

    // Rounded after each addition, as in TensorFlow.
    private readonly struct NarrowScatterJob<T>(T* values, int* positions, T* sums, nint length) : IParallelJob
        where T : unmanaged
    {
        public void Run(long begin, long end)
        {
            float* pair = stackalloc float[2];
            for (nint i = (nint)begin * length; i < (nint)end * length; i++)
            {
                if (positions[i] < 0)
                    continue;
                NarrowFloats.Widen(values + i, pair, 1);
                NarrowFloats.Widen(sums + positions[i], pair + 1, 1);
                *pair += pair[1];
                NarrowFloats.Round(pair, sums + positions[i], 1);
            }
        }
    }
}
