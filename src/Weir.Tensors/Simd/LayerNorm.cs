using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>Rows brought to a mean of 0 and a variance of 1, then scaled and shifted.</summary>
/// <remarks>Sums are taken in the order of <see cref="Reduce"/>: the bits are those of the ops that compose it. Thread-safe; nothing is allocated.</remarks>
internal static unsafe class LayerNorm
{
    /// <summary>The longest row: longer ones are summed in parts elsewhere.</summary>
    public const int MaxColumns = 32 * 1024;

    private const int PicosecondsPerElement = 300;

    /// <summary>y = (x - mean) * (scale / sqrt(variance + epsilon)) + offset in each row of x + addend.</summary>
    /// <param name="x">Whole rows.</param>
    /// <param name="addend">As many rows, or fewer that are added again and again; or empty.</param>
    /// <param name="scale">A row, or empty for ones.</param>
    /// <param name="offset">A row.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="y">As many elements as x; may be x or the addend.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Run(
        ReadOnlySpan<float> x, ReadOnlySpan<float> addend, ReadOnlySpan<float> scale, ReadOnlySpan<float> offset, float epsilon, Span<float> y)
    {
        int columns = offset.Length;
        if (columns is 0 or > MaxColumns || x.Length != y.Length || x.Length % columns != 0
            || (addend.Length != 0 && (x.Length % addend.Length != 0 || addend.Length % columns != 0)) || (scale.Length != 0 && scale.Length != columns))
            throw new ArgumentException($"{x.Length} elements, {addend.Length} added, {scale.Length} factors and {columns} offsets.");
        fixed (float* px = x, pa = addend, ps = scale, po = offset, py = y)
        {
            var job = new Job(px, addend.IsEmpty ? null : pa, addend.Length / columns, scale.IsEmpty ? null : ps, po, epsilon, py, columns);
            WorkPool.Run(in job, x.Length / columns, WorkPool.Grain(((long)columns * PicosecondsPerElement) + 20_000));
        }
    }

    private readonly struct Job(float* x, float* addend, long addendRows, float* scale, float* offset, float epsilon, float* y, nint columns) : IParallelJob
    {
        public void Run(long begin, long end)
        {
            if (Lanes512<float>.IsAccelerated && columns >= Lanes512<float>.Count)
                Rows<Lanes512<float>>(begin, end);
            else if (Lanes256<float>.IsAccelerated && columns >= Lanes256<float>.Count)
                Rows<Lanes256<float>>(begin, end);
            else
                Rows<Lanes128<float>>(begin, end);
        }

        private void Rows<V>(long begin, long end)
            where V : struct, ILanes<V, float>
        {
            for (long row = begin; row < end; row++)
            {
                float* source = x + (row * columns), target = y + (row * columns);
                if (addend != null)
                {
                    BinaryLoop.Run<float, Add>(source, 1, addend + (row % addendRows * columns), 1, target, columns);
                    source = target;
                }
                LayerNormRow<V>.Run(source, scale, offset, epsilon, target, columns);
            }
        }
    }
}

/// <summary>One row of <see cref="LayerNorm"/>.</summary>
internal static unsafe class LayerNormRow<V>
    where V : struct, ILanes<V, float>
{
    public static void Run(float* x, float* scale, float* offset, float epsilon, float* y, nint n)
    {
        V count = V.Create((float)n);
        V mean = V.Create(Sum<Element>(x, V.Zero, n)) / count;
        V variance = V.Create(Sum<SquaredDistance>(x, mean, n)) / count;
        V factor = V.One / V.Sqrt(variance + V.Create(epsilon));
        if (scale == null)
            Shift(x, mean, factor, offset, y, n);
        else
            ScaleAndShift(x, mean, factor, scale, offset, y, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ScaleAndShift(float* x, V mean, V factor, float* scale, float* offset, float* y, nint n)
    {
        nint i = 0;
        for (; i <= n - V.Count; i += V.Count)
        {
            V by = factor * V.Load(scale + i);
            V.Store((V.Load(x + i) * by) + (V.Load(offset + i) - (mean * by)), y + i);
        }
        for (; i < n; i++)
        {
            V by = factor * V.LoadScalar(scale + i);
            V.StoreScalar((V.LoadScalar(x + i) * by) + (V.LoadScalar(offset + i) - (mean * by)), y + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Shift(float* x, V mean, V factor, float* offset, float* y, nint n)
    {
        V shift = mean * factor;
        nint i = 0;
        for (; i <= n - V.Count; i += V.Count)
            V.Store((V.Load(x + i) * factor) + (V.Load(offset + i) - shift), y + i);
        for (; i < n; i++)
            V.StoreScalar((V.LoadScalar(x + i) * factor) + (V.LoadScalar(offset + i) - shift), y + i);
    }

    // As RowReduction does it, element for element.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum<TTerm>(float* x, V mean, nint n)
        where TTerm : struct, ITerm
    {
        if (n < nint.Max(V.Count, 8))
        {
            V few = TTerm.Of(V.LoadScalar(x), mean);
            for (nint j = 1; j < n; j++)
                few += TTerm.Of(V.LoadScalar(x + j), mean);
            return First(few);
        }
        V r0 = TTerm.Of(V.Load(x), mean);
        nint i = V.Count;
        if (n >= 4 * V.Count)
        {
            V r1 = TTerm.Of(V.Load(x + V.Count), mean), r2 = TTerm.Of(V.Load(x + (2 * V.Count)), mean), r3 = TTerm.Of(V.Load(x + (3 * V.Count)), mean);
            for (i = 4 * V.Count; i <= n - (4 * V.Count); i += 4 * V.Count)
            {
                r0 += TTerm.Of(V.Load(x + i), mean);
                r1 += TTerm.Of(V.Load(x + i + V.Count), mean);
                r2 += TTerm.Of(V.Load(x + i + (2 * V.Count)), mean);
                r3 += TTerm.Of(V.Load(x + i + (3 * V.Count)), mean);
            }
            r0 = r0 + r1 + (r2 + r3);
        }
        for (; i <= n - V.Count; i += V.Count)
            r0 += TTerm.Of(V.Load(x + i), mean);
        float across = V.Across<Add>(r0);
        V sum = V.LoadScalar(&across);
        for (; i < n; i++)
            sum += TTerm.Of(V.LoadScalar(x + i), mean);
        return First(sum);
    }

    private static float First(V value)
    {
        float first;
        V.StoreScalar(value, &first);
        return first;
    }

    /// <summary>What is summed of an element.</summary>
    private interface ITerm
    {
        static abstract V Of(V x, V mean);
    }

    private readonly struct Element : ITerm
    {
        public static V Of(V x, V mean) => x;
    }

    private readonly struct SquaredDistance : ITerm
    {
        public static V Of(V x, V mean)
        {
            V distance = x - mean;
            return distance * distance;
        }
    }
}
