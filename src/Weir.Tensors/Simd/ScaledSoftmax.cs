namespace Weir.Simd;

/// <summary>Softmax of logits that are scaled and masked first, row by row, so that the changed logits are never written to memory.</summary>
internal static unsafe class ScaledSoftmax
{
    private const int PicosecondsPerElement = 400;

    /// <summary>y = softmax(x * factor + mask) in each row.</summary>
    /// <param name="rows">How rows of x and of the mask go together: a plan of their shapes without the last dimension, the result's being x's.</param>
    /// <param name="x">Whole rows.</param>
    /// <param name="factor">One element, or none for 1.</param>
    /// <param name="mask">Its rows, or empty for none.</param>
    /// <param name="maskColumns">The length of a row of the mask: that of x, or 1.</param>
    /// <param name="y">As many elements as x; may be x.</param>
    /// <param name="columns">The length of a row of x.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Run(in BroadcastPlan rows, ReadOnlySpan<float> x, ReadOnlySpan<float> factor, ReadOnlySpan<float> mask, int maskColumns, Span<float> y, int columns)
    {
        if (x.Length != y.Length || columns <= 0 || x.Length != rows.Length * columns || factor.Length > 1 || (maskColumns != columns && maskColumns != 1))
            throw new ArgumentException($"{x.Length} logits, {factor.Length} factors and {y.Length} results in {rows.Length} rows of {columns}.");
        fixed (float* px = x, pf = factor, pm = mask, py = y)
        {
            var job = new Job(rows, px, factor.IsEmpty ? null : pf, mask.IsEmpty ? null : pm, maskColumns, py, columns);
            WorkPool.Run(in job, rows.Length, ((long)columns * PicosecondsPerElement) + 10_000);
        }
    }

    private readonly struct Job(BroadcastPlan rows, float* x, float* factor, float* mask, nint maskColumns, float* y, nint columns) : IParallelJob
    {
        public void Run(long begin, long end)
        {
            (_, int step, _) = rows.InnerSteps;
            for (long row = begin; row < end; row++)
            {
                float* target = y + (row * columns);
                float* source = x + (row * columns);
                if (factor != null)
                {
                    BinaryLoop.Run<float, Multiply>(source, 1, factor, 0, target, columns);
                    source = target;
                }
                if (mask != null)
                {
                    (long outer, long inner) = Math.DivRem(row, rows.InnerLength);
                    float* added = mask + ((rows.Offsets(outer).Y + (inner * step)) * maskColumns);
                    BinaryLoop.Run<float, Add>(source, 1, added, maskColumns == 1 && columns > 1 ? 0 : 1, target, columns);
                    source = target;
                }
                Softmax.Row(source, target, columns);
            }
        }
    }
}
