namespace Weir.Simd;

/// <summary>Softmax and its logarithm, row by row.</summary>
/// <remarks>
/// A row with a NaN or +inf, or of nothing but -inf, becomes NaN, as in TensorFlow; that follows from the arithmetic: the largest
/// logit is subtracted first. Types: float, double, <see cref="Half"/> and <see cref="BFloat16"/> (computed in float).
/// </remarks>
internal static unsafe class Softmax
{
    private const int PicosecondsPerElement = 300;

    /// <summary>y = e^x / sum(e^x) in each row; with <paramref name="logarithm"/>, y = x - log(sum(e^x)).</summary>
    /// <param name="x">Whole rows.</param>
    /// <param name="y">As many elements; may be <paramref name="x"/> itself.</param>
    /// <param name="columns">The length of a row.</param>
    /// <param name="logarithm">Whether to give the logarithm.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y, int columns, bool logarithm)
        where T : unmanaged
    {
        if (x.Length != y.Length || columns < 0 || (columns == 0 ? x.Length != 0 : x.Length % columns != 0))
            throw new ArgumentException($"{x.Length} logits and {y.Length} results in rows of {columns}.");
        if (x.IsEmpty)
            return;
        fixed (T* px = x, py = y)
        {
            long rows = x.Length / columns, cost = ((long)columns * PicosecondsPerElement) + 5_000;
            if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16))
                WorkPool.Run(new NarrowJob<T>(px, py, columns, logarithm), rows, cost);
            else
                WorkPool.Run(new Job<T>(px, py, columns, logarithm), rows, cost);
        }
    }

    /// <summary>One row; y may be x.</summary>
    internal static void Row(float* x, float* y, nint columns) => Rows(x, y, columns, 1, logarithm: false);

    private static void Rows<T>(T* x, T* y, nint columns, long rows, bool logarithm)
        where T : unmanaged
    {
        for (long row = 0; row < rows; row++, x += columns, y += columns)
        {
            if (Lanes512<T>.IsAccelerated)
                SoftmaxRow<T, Lanes512<T>>.Run(x, y, columns, logarithm);
            else if (Lanes256<T>.IsAccelerated)
                SoftmaxRow<T, Lanes256<T>>.Run(x, y, columns, logarithm);
            else
                SoftmaxRow<T, Lanes128<T>>.Run(x, y, columns, logarithm);
        }
    }

    private readonly struct Job<T>(T* x, T* y, nint columns, bool logarithm) : IParallelJob
        where T : unmanaged
    {
        public void Run(long begin, long end) =>
            Rows(x + (begin * columns), y + (begin * columns), columns, end - begin, logarithm);
    }

    private readonly struct NarrowJob<T>(T* x, T* y, nint columns, bool logarithm) : IParallelJob
        where T : unmanaged
    {
        public void Run(long begin, long end)
        {
            float* wide = Scratch.Get<float>(ScratchUse.WideA, columns);
            for (long row = begin; row < end; row++)
            {
                NarrowFloats.Widen(x + (row * columns), wide, columns);
                Rows(wide, wide, columns, 1, logarithm);
                NarrowFloats.Round(wide, y + (row * columns), columns);
            }
        }
    }
}
