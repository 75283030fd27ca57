namespace Weir.Simd;

/// <summary>The windows of some output rows as rows of a matrix [pixels, places * channels], and back.</summary>
internal static unsafe class Patches
{
    /// <summary>Copies windows out, zeros where they lie in the padding.</summary>
    /// <param name="w">Where the windows lie.</param>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="x">The input.</param>
    /// <param name="begin">The first output row, counted over the whole batch.</param>
    /// <param name="end">The end of the rows.</param>
    /// <param name="patches">The matrix.</param>
    public static void Gather<T>(in WindowShape w, int channels, T* x, long begin, long end, T* patches)
        where T : unmanaged
    {
        long rowCost = (long)w.Columns.Output * w.Places * channels * sizeof(T) * 30;
        WorkPool.Run(new GatherJob<T>(w, channels, x, begin, patches), end - begin, rowCost);
    }

    /// <summary>Adds the windows' elements to the input's they came from.</summary>
    /// <inheritdoc cref="Gather"/>
    public static void AddBack<T>(in WindowShape w, int channels, T* x, long begin, long end, T* patches)
        where T : unmanaged
    {
        if (Lanes512<T>.IsAccelerated)
            AddBack<T, Lanes512<T>>(w, channels, x, begin, end, patches);
        else if (Lanes256<T>.IsAccelerated)
            AddBack<T, Lanes256<T>>(w, channels, x, begin, end, patches);
        else
            AddBack<T, Lanes128<T>>(w, channels, x, begin, end, patches);
    }

    private static void AddBack<T, V>(in WindowShape w, int channels, T* x, long begin, long end, T* patches)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        // The input rows of all inputs whose windows there are some of. Each row is one thread's.
        int first = w.OutputRow(begin).Batch, last = w.OutputRow(end - 1).Batch;
        long rows = (last - first + 1L) * w.Planes.Input * w.Rows.Input;
        long rowCost = (long)w.Columns.Output * w.Places * channels * 100 / V.Count;
        WorkPool.Run(new AddBackJob<T, V>(w, channels, x, first, begin, end, patches), rows, rowCost + 1_000);
    }

    private readonly struct GatherJob<T>(WindowShape w, int channels, T* x, long firstRow, T* patches) : IParallelJob
        where T : unmanaged
    {
        public void Run(long begin, long end)
        {
            T* patch = patches + ((nint)begin * w.Columns.Output * w.Places * channels);
            for (long item = begin; item < end; item++)
            {
                (int batch, int plane, int row) = w.OutputRow(firstRow + item);
                for (int column = 0; column < w.Columns.Output; column++)
                    patch = Window(batch, w.Planes.Start(plane), w.Rows.Start(row), w.Columns.Start(column), patch);
            }
        }

        private T* Window(int batch, int plane, int row, int column, T* patch)
        {
            int first = w.Columns.FirstPlace(column), last = w.Columns.EndPlace(column);
            int line = w.Columns.Window * channels;
            for (int p = 0; p < w.Planes.Window; p++)
            {
                for (int r = 0; r < w.Rows.Window; r++, patch += line)
                {
                    (int inPlane, int inRow) = (plane + (p * w.Planes.Dilation), row + (r * w.Rows.Dilation));
                    if ((uint)inPlane >= (uint)w.Planes.Input || (uint)inRow >= (uint)w.Rows.Input || first == last)
                    {
                        new Span<T>(patch, line).Clear();
                        continue;
                    }
                    new Span<T>(patch, first * channels).Clear();
                    new Span<T>(patch + (last * channels), line - (last * channels)).Clear();
                    T* source = x + ((w.InputRow(batch, inPlane, inRow) + column) * channels);
                    if (w.Columns.Dilation == 1)
                        new ReadOnlySpan<T>(source + (first * channels), (last - first) * channels).CopyTo(new Span<T>(patch + (first * channels), (last - first) * channels));
                    else
                    {
                        for (int c = first; c < last; c++)
                            new ReadOnlySpan<T>(source + ((nint)c * w.Columns.Dilation * channels), channels).CopyTo(new Span<T>(patch + (c * channels), channels));
                    }
                }
            }
            return patch;
        }
    }

    private readonly struct AddBackJob<T, V>(WindowShape w, int channels, T* x, int firstBatch, long rowBegin, long rowEnd, T* patches) : IParallelJob
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        public void Run(long begin, long end)
        {
            for (long item = begin; item < end; item++)
            {
                (long rest, long row) = Math.DivRem(item, w.Rows.Input);
                (long batch, long plane) = Math.DivRem(rest, w.Planes.Input);
                Row(firstBatch + (int)batch, (int)plane, (int)row);
            }
        }

        private void Row(int batch, int plane, int row)
        {
            T* target = x + (w.InputRow(batch, plane, row) * channels);
            for (int p = 0; p < w.Planes.Window; p++)
            {
                if (!w.Planes.TryOutput(plane, p, out int outPlane))
                    continue;
                for (int r = 0; r < w.Rows.Window; r++)
                {
                    if (!w.Rows.TryOutput(row, r, out int outRow))
                        continue;
                    long line = ((((long)batch * w.Planes.Output) + outPlane) * w.Rows.Output) + outRow;
                    if (line >= rowBegin && line < rowEnd)
                        Line(target, patches + ((((nint)(line - rowBegin) * w.Columns.Output * w.Places) + (((p * w.Rows.Window) + r) * w.Columns.Window)) * channels));
                }
            }
        }

        private void Line(T* target, T* patch)
        {
            for (int column = 0; column < w.Columns.Output; column++, patch += (nint)w.Places * channels)
            {
                int start = w.Columns.Start(column), first = w.Columns.FirstPlace(start), last = w.Columns.EndPlace(start);
                if (w.Columns.Dilation == 1)
                    Add(target + ((nint)(start + first) * channels), patch + (first * channels), (nint)(last - first) * channels);
                else
                {
                    for (int c = first; c < last; c++)
                        Add(target + ((nint)(start + (c * w.Columns.Dilation)) * channels), patch + (c * channels), channels);
                }
            }
        }

        private static void Add(T* target, T* addend, nint n)
        {
            nint i = 0;
            for (; i <= n - V.Count; i += V.Count)
                V.Store(V.Load(target + i) + V.Load(addend + i), target + i);
            for (; i < n; i++)
                V.StoreScalar(V.LoadScalar(target + i) + V.LoadScalar(addend + i), target + i);
        }
    }
}
