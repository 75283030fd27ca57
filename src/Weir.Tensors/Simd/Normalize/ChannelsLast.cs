namespace Weir.Simd;

/// <summary>A tensor [outer, channels, inner] as floats with the channels innermost, and back.</summary>
internal static unsafe class ChannelsLast
{
    /// <summary>The elements with the channels innermost: as they are where they are such floats, else a copy in scratch memory.</summary>
    /// <param name="use">Which scratch memory.</param>
    /// <param name="x">All elements.</param>
    /// <param name="outer">The product of the sizes before the channels.</param>
    /// <param name="channels">The channels.</param>
    /// <param name="inner">The product of the sizes behind them.</param>
    public static float* Get<T>(ScratchUse use, ReadOnlySpan<T> x, long outer, long channels, long inner)
        where T : unmanaged
    {
        fixed (T* p = x)
        {
            if (inner == 1 && typeof(T) == typeof(float))
                return (float*)p;   // a tensor's memory does not move
            float* copy = Scratch.Get<float>(use, x.Length);
            float* wide = typeof(T) == typeof(float) ? (float*)p : inner == 1 ? copy : Scratch.Get<float>(ScratchUse.WideC, x.Length);
            if (typeof(T) != typeof(float))
                NarrowFloats.Widen(p, wide, x.Length);
            if (inner > 1)
                Transpose.Run(TransposePlan.Create([outer, channels, inner], [0, 2, 1]), new ReadOnlySpan<float>(wide, x.Length), new Span<float>(copy, x.Length));
            return copy;
        }
    }

    /// <summary>Writes floats with the channels innermost back to where they belong.</summary>
    public static void Put<T>(float* x, long outer, long channels, long inner, Span<T> y)
        where T : unmanaged
    {
        fixed (T* p = y)
        {
            if (inner > 1)
            {
                float* turned = typeof(T) == typeof(float) ? (float*)p : Scratch.Get<float>(ScratchUse.WideC, y.Length);
                Transpose.Run(TransposePlan.Create([outer, inner, channels], [0, 2, 1]), new ReadOnlySpan<float>(x, y.Length), new Span<float>(turned, y.Length));
                x = turned;
            }
            if (typeof(T) != typeof(float))
                NarrowFloats.Round(x, p, y.Length);
            else if (x != (float*)p)
                new ReadOnlySpan<float>(x, y.Length).CopyTo(new Span<float>(p, y.Length));
        }
    }
}
