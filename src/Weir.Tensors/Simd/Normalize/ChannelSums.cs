namespace Weir.Simd;

/// <summary>Sums of terms over all pixels, channel by channel, channels innermost. For normalization.</summary>
internal static unsafe class ChannelSums
{
    private const int RowsInBlock = 256;

    /// <summary>Sums the terms of the elements of x, of dy at the same place, and of the channel's mean.</summary>
    /// <param name="x">Rows of as many elements as there are sums.</param>
    /// <param name="dy">As many; or anything that the term does not look at.</param>
    /// <param name="mean">One a channel; or anything that the term does not look at.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="sums">One a channel.</param>
    /// <remarks>Blocks of rows are summed in float and added in double, in an order that depends on sizes only.</remarks>
    public static void Run<TTerm>(float* x, float* dy, float* mean, long rows, Span<double> sums)
        where TTerm : struct, IChannelTerm
    {
        int channels = sums.Length;
        long blocks = (rows + RowsInBlock - 1) / RowsInBlock;
        float* partial = Scratch.Get<float>(ScratchUse.Products, checked((nint)blocks * channels));
        long cost = RowsInBlock * (long)channels * 100;
        if (Lanes512<float>.IsAccelerated)
            WorkPool.Run(new Job<Lanes512<float>, TTerm>(x, dy, mean, rows, channels, partial), blocks, cost);
        else if (Lanes256<float>.IsAccelerated)
            WorkPool.Run(new Job<Lanes256<float>, TTerm>(x, dy, mean, rows, channels, partial), blocks, cost);
        else
            WorkPool.Run(new Job<Lanes128<float>, TTerm>(x, dy, mean, rows, channels, partial), blocks, cost);
        sums.Clear();
        for (long block = 0; block < blocks; block++)
        {
            for (int channel = 0; channel < channels; channel++)
                sums[channel] += partial[((nint)block * channels) + channel];
        }
    }

    private readonly struct Job<V, TTerm>(float* x, float* dy, float* mean, long rows, nint channels, float* partial) : IParallelJob
        where V : struct, ILanes<V, float>
        where TTerm : struct, IChannelTerm
    {
        public void Run(long begin, long end)
        {
            for (long block = begin; block < end; block++)
            {
                float* sums = partial + ((nint)block * channels);
                new Span<float>(sums, (int)channels).Clear();
                for (long row = block * RowsInBlock; row < Math.Min(rows, (block + 1) * RowsInBlock); row++)
                    Add(sums, x + ((nint)row * channels), dy + ((nint)row * channels));
            }
        }

        private void Add(float* sums, float* values, float* gradients)
        {
            nint i = 0;
            for (; i <= channels - V.Count; i += V.Count)
                V.Store(V.Load(sums + i) + TTerm.Of(V.Load(values + i), V.Load(gradients + i), V.Load(mean + i)), sums + i);
            for (; i < channels; i++)
                V.StoreScalar(V.LoadScalar(sums + i) + TTerm.Of(V.LoadScalar(values + i), V.LoadScalar(gradients + i), V.LoadScalar(mean + i)), sums + i);
        }
    }
}

/// <summary>What is summed of each element.</summary>
internal interface IChannelTerm
{
    static abstract V Of<V>(V x, V dy, V mean)
        where V : struct, ILanes<V, float>;
}

/// <summary>x.</summary>
internal readonly struct ElementTerm : IChannelTerm
{
    public static V Of<V>(V x, V dy, V mean)
        where V : struct, ILanes<V, float> => x;
}

/// <summary>(x - mean)^2.</summary>
internal readonly struct SquareTerm : IChannelTerm
{
    public static V Of<V>(V x, V dy, V mean)
        where V : struct, ILanes<V, float> => (x - mean) * (x - mean);
}

/// <summary>dy.</summary>
internal readonly struct GradientTerm : IChannelTerm
{
    public static V Of<V>(V x, V dy, V mean)
        where V : struct, ILanes<V, float> => dy;
}

/// <summary>dy * (x - mean).</summary>
internal readonly struct ProductTerm : IChannelTerm
{
    public static V Of<V>(V x, V dy, V mean)
        where V : struct, ILanes<V, float> => dy * (x - mean);
}
