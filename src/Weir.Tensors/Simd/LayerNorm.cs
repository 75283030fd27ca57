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
            WorkPool.Run(in job, x.Length / columns, ((long)columns * PicosecondsPerElement) + 20_000);
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
            nint together = LayerNormRows<V>.AtOnce(columns);
            for (long row = begin, rows; row < end; row += rows)
            {
                rows = end - row >= together ? together : 1;
                float* source = x + (row * columns), target = y + (row * columns);
                if (addend != null)
                {
                    for (long i = 0; i < rows; i++)
                        BinaryLoop.Run<float, Add>(source + (i * columns), 1, addend + ((row + i) % addendRows * columns), 1, target + (i * columns), columns);
                    source = target;
                }
                LayerNormRows<V>.Run(source, (nint)rows, scale, offset, epsilon, target, columns);
            }
        }
    }
}
