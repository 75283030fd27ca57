using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>Convolves straight from the input, or from a copy of it with its padding. An item is a block of an output plane times a strip of panels.</summary>
/// <remarks>
/// A window is a few runs of contiguous input: the rows of the window, or its single places where they are dilated or the channels
/// are grouped. A kernel takes up to 14 neighbouring windows of a row, whose runs lie a fixed step apart, through all runs.
/// </remarks>
internal readonly unsafe struct ConvJob<T, V, TActivation>(ConvShape shape, ConvBlocking blocking, T* x, T* filter, FinishPointers<T> finish, T* y) : IParallelJob
    where T : unmanaged
    where V : struct, ILanes<V, T>
    where TActivation : struct, IUnaryOperator
{
    private const int TileBytes = 14 * 2 * 64;

    /// <summary>Addresses so far apart share one set of the first-level cache, which holds eight lines or more.</summary>
    private const int CacheSetBytes = 4096;
    private const int PixelsOfCacheSet = 7;

    /// <summary>An output so small is in the second-level cache, as in bands of rows: to ask for it would cost the kernels of little depth a twentieth.</summary>
    private const int NearOutputBytes = 256 * 1024;
    private const int LeastDepthOfFetch = 64;

    private const int SmallFilterBytes = 24 * 1024;
    private const int PixelsOfSmallFilter = 56;

    public long Items => blocking.Blocks * blocking.Strips;

    public long ItemPicoseconds => shape.Windows.OutputPixels / Math.Max(1, blocking.Blocks) * shape.Depth * (blocking.Panels / blocking.Strips) * 2 * GemmBlocking.PicosecondsPerVector;

    /// <summary>Whether a window's row is one run.</summary>
    private bool RowsAreRuns => shape.Groups == 1 && shape.Windows.Columns.Dilation == 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(long begin, long end)
    {
        for (long item = begin; item < end; item++)
        {
            (long strip, long block) = Math.DivRem(item, blocking.Blocks);
            nint panel = GemmBlocking.PartBegin(blocking.Panels, (nint)strip, blocking.Strips);
            Block(block, panel, GemmBlocking.PartBegin(blocking.Panels, (nint)strip + 1, blocking.Strips));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Block(long block, nint panelBegin, nint panelEnd)
    {
        WindowShape w = shape.Windows;
        (block, long columnBlock) = Math.DivRem(block, blocking.ColumnBlocks);
        (block, long band) = Math.DivRem(block, blocking.Bands);
        (long batch, long plane) = Math.DivRem(block, w.Planes.Output);
        int row = (int)(w.Rows.Output * band / blocking.Bands), rows = (int)(w.Rows.Output * (band + 1) / blocking.Bands) - row;
        int column = (int)(w.Columns.Output * columnBlock / blocking.ColumnBlocks);
        int columns = (int)(w.Columns.Output * (columnBlock + 1) / blocking.ColumnBlocks) - column;

        nint channels = shape.InputChannels;
        ConvRegion region = ConvRegion.Of(w, (int)batch, (int)plane, row, rows, column, columns);
        T* source;
        nint lineStep, planeStep, step = (nint)w.Columns.Stride * channels;
        if (region.IsInside(w))
        {
            source = x + ((w.InputRow(region.Batch, region.Plane, region.Row) + region.Column) * channels);
            (lineStep, planeStep) = (w.Columns.Input * channels, (nint)w.Rows.Input * w.Columns.Input * channels);
        }
        else
        {
            source = Scratch.Get<T>(ScratchUse.Region, region.Pixels * channels);
            region.Copy(w, x, channels, source);
            (lineStep, planeStep) = (region.Columns * channels, (nint)region.Rows * region.Columns * channels);
        }

        nint rowStep = lineStep * w.Rows.Stride, runs = Runs(lineStep, planeStep, out nint* offsets);
        T* target = y + ((((((nint)batch * w.Planes.Output) + (nint)plane) * w.Rows.Output + row) * w.Columns.Output) + column) * shape.OutputChannels;
        // A small filter passes over a few pixels at a time, so that they are written whole while they are in the first-level cache.
        bool isSmall = (panelEnd - panelBegin) * shape.Depth * 2 * V.Count * sizeof(T) <= SmallFilterBytes;
        int columnsAtOnce = isSmall ? PixelsOfSmallFilter : columns, rowsAtOnce = isSmall ? 1 : rows;
        for (int r = 0; r < rows; r += rowsAtOnce)
        {
            for (int c = 0; c < columns; c += columnsAtOnce)
            {
                T* from = source + (r * rowStep) + (c * step);
                T* to = target + ((((nint)r * w.Columns.Output) + c) * shape.OutputChannels);
                for (nint panel = panelBegin; panel < panelEnd; panel++)
                    Panel(panel, from, rowStep, step, runs, offsets, to, rowsAtOnce, Math.Min(columnsAtOnce, columns - c), panel == 0 && w.IsPointwise);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private nint Runs(nint lineStep, nint planeStep, out nint* offsets)
    {
        WindowShape w = shape.Windows;
        int places = RowsAreRuns ? 1 : w.Columns.Window;
        offsets = Scratch.Get<nint>(ScratchUse.Offsets, (nint)w.Planes.Window * w.Rows.Window * places);
        nint runs = 0;
        for (int plane = 0; plane < w.Planes.Window; plane++)
        {
            for (int row = 0; row < w.Rows.Window; row++)
            {
                for (int place = 0; place < places; place++)
                    offsets[runs++] = (plane * w.Planes.Dilation * planeStep) + (row * w.Rows.Dilation * lineStep) + ((nint)place * w.Columns.Dilation * shape.InputChannels);
            }
        }
        return runs;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Panel(nint panel, T* source, nint rowStep, nint step, nint runs, nint* offsets, T* target, int rows, int columns, bool isFirst)
    {
        nint width = 2 * V.Count, panelsOfGroup = blocking.Panels / shape.Groups;
        (nint group, nint panelOfGroup) = nint.DivRem(panel, panelsOfGroup);
        nint channelsOfGroup = shape.OutputChannels / shape.Groups;
        nint channel = (group * channelsOfGroup) + (panelOfGroup * width), count = nint.Min(width, channelsOfGroup - (panelOfGroup * width));
        int vectors = count <= V.Count ? 1 : 2;
        bool ragged = count != vectors * V.Count;

        // What would be written past the last channel goes to a tile first, and what would be read past it comes from copies.
        byte* tileBytes = stackalloc byte[TileBytes];
        byte* finishBytes = stackalloc byte[4 * 64];
        T* factor = finish.Factor == null ? null : finish.Factor + channel, offset = finish.Offset == null ? null : finish.Offset + channel;
        if (ragged)
        {
            factor = Padded(factor, count, (T*)finishBytes);
            offset = Padded(offset, count, (T*)finishBytes + width);
        }

        source += group * (shape.InputChannels / shape.Groups);
        target += channel;
        T* weights = filter + (panel * shape.Depth * width);
        nint length = RowsAreRuns ? (nint)shape.Windows.Columns.Window * shape.InputChannels : shape.InputChannels / shape.Groups;
        nint mostPixels = step * sizeof(T) % CacheSetBytes == 0 ? nint.Min(PixelsOfCacheSet, GemmDriver<T, V>.MostRows) : GemmDriver<T, V>.MostRows;
        nint tiles = (columns + mostPixels - 1) / mostPixels, yStep = shape.OutputChannels;
        nint lineOfOutput = shape.Windows.Columns.Output * yStep;
        T* addends = finish.Addend;
        bool asksForOutput = shape.Depth >= LeastDepthOfFetch || shape.Windows.OutputPixels * yStep * sizeof(T) > NearOutputBytes;
        for (int row = 0; row < rows; row++, source += rowStep, target += lineOfOutput)
        {
            nint next = 0;
            for (nint tile = 0; tile < tiles; tile++)
            {
                nint first = next;
                next = tiles == 1 ? columns : GemmBlocking.PartBegin(columns, tile + 1, tiles);
                int pixels = (int)(next - first);
                T* results = target + (first * yStep);
                if (asksForOutput)
                    Ahead.Fetch(results, pixels, yStep * sizeof(T), count * sizeof(T));

                // While it sums, the kernel asks for what comes next: the first to read its pixels for those after them, the last two of a panel for the next panel's filter, half each.
                nint left = (((nint)rows - row) * tiles) - tile;
                (nint ahead, nint aheadStep) = isFirst ? ((nint)(source + (next * step)), pixels * sizeof(T))
                    : left <= 2 && panel + 1 < blocking.Panels ? ((nint)(weights + (shape.Depth * (width + ((2 - left) * V.Count)))), V.Count * sizeof(T))
                    : ((nint)weights, 0);
                if (!ragged)
                {
                    T* here = addends == null ? null : addends + (results - y);
                    ConvKernels.Run<T, V, TActivation>(pixels, vectors, runs, offsets, length, source + (first * step), step, weights, factor, offset, here, results, yStep, (byte*)ahead, aheadStep);
                    continue;
                }
                T* tileResults = (T*)tileBytes, addend = addends == null ? null : tileResults;
                for (int pixel = 0; pixel < pixels && addend != null; pixel++)
                {
                    for (nint i = 0; i < count; i++)
                        addend[(pixel * width) + i] = addends[results - y + (pixel * yStep) + i];
                }
                ConvKernels.Run<T, V, TActivation>(pixels, vectors, runs, offsets, length, source + (first * step), step, weights, factor, offset, addend, tileResults, width, (byte*)ahead, aheadStep);
                for (int pixel = 0; pixel < pixels; pixel++)
                {
                    for (nint i = 0; i < count; i++)
                        results[(pixel * yStep) + i] = tileResults[(pixel * width) + i];
                }
            }
        }
    }

    private static T* Padded(T* values, nint count, T* copy)
    {
        if (values == null)
            return null;
        for (nint i = 0; i < 2 * V.Count; i++)
            copy[i] = i < count ? values[i] : default;
        return copy;
    }
}
