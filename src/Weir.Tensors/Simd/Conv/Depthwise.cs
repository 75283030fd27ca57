namespace Weir.Simd;

/// <summary>Convolutions of each channel by itself, with what is done to finished sums, and their gradients.</summary>
/// <remarks>
/// Element types: float and double; <see cref="Half"/> and <see cref="BFloat16"/> are computed in float. Places in the padding are left
/// out. The result's bits do not depend on the number of threads. Thread-safe.
/// </remarks>
internal static unsafe class Depthwise
{
    /// <summary>y = activation(x * filter * factor + offset), channel by channel.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">The input.</param>
    /// <param name="filter">The weights.</param>
    /// <param name="finish">What is done to the sums; no addend.</param>
    /// <param name="y">The output; overlaps no operand.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Run<T, TActivation>(in DepthwiseShape shape, ReadOnlySpan<T> x, ReadOnlySpan<T> filter, in Finish<T> finish, Span<T> y)
        where T : unmanaged
        where TActivation : struct, IUnaryOperator
    {
        shape.Check(x.Length, filter.Length, y.Length);
        finish.Check(shape.OutputChannels, 0);
        if (y.IsEmpty)
            return;
        fixed (T* px = x, pf = filter, factor = finish.Factor, offset = finish.Offset, py = y)
        {
            if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
            {
                float* wideY = Scratch.Get<float>(ScratchUse.WideC, y.Length);
                float* wideOffset = offset == null ? null : NarrowFloats.Widen(ScratchUse.WideBias, offset, shape.OutputChannels);
                Start<float, TActivation>(
                    shape, NarrowFloats.Widen(ScratchUse.WideA, px, x.Length), NarrowFloats.Widen(ScratchUse.WideB, pf, filter.Length), new(null, wideOffset, null), wideY);
                NarrowFloats.Round(wideY, py, y.Length);
            }
            else
                Start<T, TActivation>(shape, px, pf, new(factor, offset, null), py);
        }
    }

    /// <summary>The gradient to the input.</summary>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void InputGradient<T>(in DepthwiseShape shape, ReadOnlySpan<T> filter, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged
    {
        shape.Check(dx.Length, filter.Length, dy.Length);
        fixed (T* pf = filter, pdy = dy, pdx = dx)
        {
            if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
            {
                float* wide = Scratch.Get<float>(ScratchUse.WideC, dx.Length);
                DepthwiseGradients.Input(shape, NarrowFloats.Widen(ScratchUse.WideB, pf, filter.Length), NarrowFloats.Widen(ScratchUse.WideA, pdy, dy.Length), wide);
                NarrowFloats.Round(wide, pdx, dx.Length);
            }
            else
                DepthwiseGradients.Input(shape, pf, pdy, pdx);
        }
    }

    /// <summary>The gradient to the filter.</summary>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void FilterGradient<T>(in DepthwiseShape shape, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> df)
        where T : unmanaged
    {
        shape.Check(x.Length, df.Length, dy.Length);
        fixed (T* px = x, pdy = dy, pdf = df)
        {
            if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
            {
                float* wide = Scratch.Get<float>(ScratchUse.WideC, df.Length);
                DepthwiseGradients.Filter(shape, NarrowFloats.Widen(ScratchUse.WideA, px, x.Length), NarrowFloats.Widen(ScratchUse.WideB, pdy, dy.Length), wide);
                NarrowFloats.Round(wide, pdf, df.Length);
            }
            else
                DepthwiseGradients.Filter(shape, px, pdy, pdf);
        }
    }

    /// <summary>Writes each element as often as there are outputs for it.</summary>
    internal static void Repeat<T>(T* x, nint n, int times, T* repeated)
        where T : unmanaged
    {
        for (nint i = 0; i < n; i++)
        {
            for (int time = 0; time < times; time++)
                *repeated++ = x[i];
        }
    }

    // Where outputs share a channel, the input is copied with each repeated. Then the widest lanes that the channels fill once.
    private static void Start<T, TActivation>(in DepthwiseShape shape, T* x, T* filter, in FinishPointers<T> finish, T* y)
        where T : unmanaged
        where TActivation : struct, IUnaryOperator
    {
        if (shape.Multiplier > 1)
        {
            nint length = checked((nint)shape.Windows.InputPixels * shape.InputChannels);
            T* repeated = Scratch.Get<T>(ScratchUse.Patches, checked(length * shape.Multiplier));
            Repeat(x, length, shape.Multiplier, repeated);
            x = repeated;
        }
        if (Lanes512<T>.IsAccelerated && shape.OutputChannels >= Lanes512<T>.Count)
            Start<T, Lanes512<T>, TActivation>(shape, x, filter, finish, y);
        else if (Lanes256<T>.IsAccelerated && shape.OutputChannels >= Lanes256<T>.Count)
            Start<T, Lanes256<T>, TActivation>(shape, x, filter, finish, y);
        else
            Start<T, Lanes128<T>, TActivation>(shape, x, filter, finish, y);
    }

    private static void Start<T, V, TActivation>(in DepthwiseShape shape, T* x, T* filter, in FinishPointers<T> finish, T* y)
        where T : unmanaged
        where V : struct, ILanes<V, T>
        where TActivation : struct, IUnaryOperator
    {
        var job = new DepthwiseJob<T, V, TActivation>(shape.Windows, shape.OutputChannels, x, filter, finish, y);
        WorkPool.Run(in job, shape.Windows.OutputRows, job.ItemPicoseconds);
    }
}
