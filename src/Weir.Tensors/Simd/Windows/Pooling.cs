using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>Combines the input's elements in each window, channel by channel, and the gradients of that.</summary>
/// <remarks>
/// Places in the padding do not count. Element types: all numbers; <see cref="Half"/> and <see cref="BFloat16"/> are computed in float.
/// Thread-safe; results do not depend on the number of threads.
/// </remarks>
internal static unsafe class Pooling
{
    /// <summary>The greatest number of each window, NaN left out; the lowest finite one where there is none.</summary>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Maximum<T>(in WindowShape w, int channels, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Run<T, GreaterNumber>(w, channels, x, y);

    /// <summary>The mean of each window, over its places in the input. Floating types only.</summary>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Mean<T>(in WindowShape w, int channels, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged => Run<T, Add>(w, channels, x, y);

    /// <summary>The gradient of <see cref="Mean"/>: each window's gradient, shared among its places in the input.</summary>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void MeanGradient<T>(in WindowShape w, int channels, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged
    {
        Check(w, channels, dx.Length, dy.Length);
        dx.Clear();
        if (dx.IsEmpty || dy.IsEmpty)
            return;
        fixed (T* pdy = dy, pdx = dx)
        {
            if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
            {
                float* wide = Scratch.Get<float>(ScratchUse.WideC, dx.Length);
                new Span<float>(wide, dx.Length).Clear();
                StartMeanGradient(w, channels, NarrowFloats.Widen(ScratchUse.WideA, pdy, dy.Length), wide);
                NarrowFloats.Round(wide, pdx, dx.Length);
            }
            else
                StartMeanGradient(w, channels, pdy, pdx);
        }
    }

    /// <summary>How many, as a number of the type.</summary>
    internal static T Number<T>(nint count)
        where T : unmanaged => typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>(count)
            : typeof(T) == typeof(double) ? Unsafe.BitCast<double, T>(count) : throw new NotSupportedException($"Means of {typeof(T)}.");

    internal static void Check(in WindowShape w, int channels, int x, int y)
    {
        if (x != w.InputPixels * channels || y != w.OutputPixels * channels)
            throw new ArgumentException($"{x} inputs and {y} outputs for {channels} channels of {w}.");
    }

    private static void Run<T, TFold>(in WindowShape w, int channels, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged
        where TFold : struct, IBinaryOperator
    {
        Check(w, channels, x.Length, y.Length);
        if (y.IsEmpty)
            return;
        fixed (T* px = x, py = y)
        {
            if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
            {
                float* wide = Scratch.Get<float>(ScratchUse.WideC, y.Length);
                float lowest = typeof(T) == typeof(Half) ? (float)Half.MinValue : BitConverter.UInt32BitsToSingle(0xFF7F_0000);
                Start<float, TFold>(w, channels, NarrowFloats.Widen(ScratchUse.WideA, px, x.Length), wide, lowest);
                NarrowFloats.Round(wide, py, y.Length);
            }
            else
                Start<T, TFold>(w, channels, px, py, Extremes.LowestFinite<T>());
        }
    }

    private static void Start<T, TFold>(in WindowShape w, int channels, T* x, T* y, T lowest)
        where T : unmanaged
        where TFold : struct, IBinaryOperator
    {
        T first = typeof(TFold) == typeof(Add) ? default : lowest;
        long cost = ((long)w.Columns.Output * channels * (w.Places + 1) * 20) + 2_000;
        if (Lanes512<T>.IsAccelerated && channels >= Lanes512<T>.Count)
            WorkPool.Run(new PoolingJob<T, Lanes512<T>, TFold>(w, channels, x, y, first), w.OutputRows, cost);
        else if (Lanes256<T>.IsAccelerated && channels >= Lanes256<T>.Count)
            WorkPool.Run(new PoolingJob<T, Lanes256<T>, TFold>(w, channels, x, y, first), w.OutputRows, cost);
        else
            WorkPool.Run(new PoolingJob<T, Lanes128<T>, TFold>(w, channels, x, y, first), w.OutputRows, cost);
    }

    private static void StartMeanGradient<T>(in WindowShape w, int channels, T* dy, T* dx)
        where T : unmanaged
    {
        long cost = w.OutputPixels / Math.Max(1, w.Batch) * channels * w.Places * 50;
        if (Lanes512<T>.IsAccelerated)
            WorkPool.Run(new MeanGradientJob<T, Lanes512<T>>(w, channels, dy, dx), w.Batch, cost);
        else if (Lanes256<T>.IsAccelerated)
            WorkPool.Run(new MeanGradientJob<T, Lanes256<T>>(w, channels, dy, dx), w.Batch, cost);
        else
            WorkPool.Run(new MeanGradientJob<T, Lanes128<T>>(w, channels, dy, dx), w.Batch, cost);
    }
}

/// <summary>x if it is above y, else y: y if x is NaN.</summary>
internal readonly struct GreaterNumber : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Select(V.Less(y, x), x, y);
}
