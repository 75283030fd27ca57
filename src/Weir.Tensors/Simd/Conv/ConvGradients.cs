namespace Weir.Simd;

/// <summary>The gradients of a convolution without groups, by products of matrices over patches.</summary>
/// <remarks>Element types and threads: as <see cref="Conv"/>. Half and bfloat16 are summed in float.</remarks>
internal static unsafe class ConvGradients
{
    /// <summary>Patches that are made at once; bounds the scratch memory.</summary>
    private const long BlockBytes = 4 << 20;

    /// <summary>The gradient to the input: each window's gradient times the filter, added where the window lies.</summary>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Input<T>(in ConvShape shape, ReadOnlySpan<T> filter, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged
    {
        shape.Check(dx.Length, filter.Length, dy.Length);
        fixed (T* pf = filter, pdy = dy, pdx = dx)
        {
            if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
            {
                float* wide = Scratch.Get<float>(ScratchUse.WideC, dx.Length);
                Input(shape, NarrowFloats.Widen(ScratchUse.WideB, pf, filter.Length), NarrowFloats.Widen(ScratchUse.WideA, pdy, dy.Length), wide);
                NarrowFloats.Round(wide, pdx, dx.Length);
            }
            else
                Input(shape, pf, pdy, pdx);
        }
    }

    /// <summary>The gradient to the filter: windows times gradients, summed over all pixels.</summary>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Filter<T>(in ConvShape shape, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> df)
        where T : unmanaged
    {
        shape.Check(x.Length, df.Length, dy.Length);
        fixed (T* px = x, pdy = dy, pdf = df)
        {
            if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
            {
                float* wide = Scratch.Get<float>(ScratchUse.WideC, df.Length);
                Filter(shape, NarrowFloats.Widen(ScratchUse.WideA, px, x.Length), NarrowFloats.Widen(ScratchUse.WideB, pdy, dy.Length), wide);
                NarrowFloats.Round(wide, pdf, df.Length);
            }
            else
                Filter(shape, px, pdy, pdf);
        }
    }

    private static void Input<T>(in ConvShape shape, T* filter, T* dy, T* dx)
        where T : unmanaged
    {
        WindowShape w = shape.Windows;
        new Span<T>(dx, (int)(w.InputPixels * shape.InputChannels)).Clear();
        if (w.OutputPixels == 0 || w.InputPixels == 0 || shape.OutputChannels == 0)
            return;
        long block = RowsInBlock<T>(shape);
        for (long begin = 0; begin < w.OutputRows; begin += block)
        {
            long end = Math.Min(w.OutputRows, begin + block);
            int pixels = (int)(end - begin) * w.Columns.Output;
            T* patches = Scratch.Get<T>(ScratchUse.Patches, (nint)pixels * shape.Depth);
            Gemm.Run(
                new GemmShape(pixels, shape.Depth, shape.OutputChannels, TransposeB: true),
                new ReadOnlySpan<T>(dy + ((nint)begin * w.Columns.Output * shape.OutputChannels), pixels * shape.OutputChannels),
                new ReadOnlySpan<T>(filter, shape.Depth * shape.OutputChannels),
                new Span<T>(patches, pixels * shape.Depth));
            Patches.AddBack(w, shape.InputChannels, dx, begin, end, patches);
        }
    }

    private static void Filter<T>(in ConvShape shape, T* x, T* dy, T* df)
        where T : unmanaged
    {
        WindowShape w = shape.Windows;
        Span<T> sums = new(df, shape.Depth * shape.OutputChannels);
        if (w.OutputPixels == 0 || sums.IsEmpty)
        {
            sums.Clear();
            return;
        }
        long block = RowsInBlock<T>(shape);
        for (long begin = 0; begin < w.OutputRows; begin += block)
        {
            long end = Math.Min(w.OutputRows, begin + block);
            int pixels = (int)(end - begin) * w.Columns.Output;
            T* patches = Scratch.Get<T>(ScratchUse.Patches, (nint)pixels * shape.Depth);
            Patches.Gather(w, shape.InputChannels, x, begin, end, patches);
            Span<T> products = begin == 0 ? sums : new Span<T>(Scratch.Get<T>(ScratchUse.Products, sums.Length), sums.Length);
            Gemm.Run(
                new GemmShape(shape.Depth, shape.OutputChannels, pixels, TransposeA: true),
                new ReadOnlySpan<T>(patches, pixels * shape.Depth),
                new ReadOnlySpan<T>(dy + ((nint)begin * w.Columns.Output * shape.OutputChannels), pixels * shape.OutputChannels),
                products);
            if (begin > 0)
                Elementwise.Binary<T, Add>(sums, products, sums);
        }
    }

    private static long RowsInBlock<T>(in ConvShape shape)
        where T : unmanaged =>
        Math.Clamp(BlockBytes / Math.Max(1, (long)shape.Windows.Columns.Output * shape.Depth * sizeof(T)), 1, shape.Windows.OutputRows);
}
