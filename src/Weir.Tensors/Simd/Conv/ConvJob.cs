using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>Convolves straight from the input, or from a copy of it with its padding. An item is a block of an output plane times a strip of panels.</summary>
/// <remarks>
/// A window is a few runs of contiguous input: the rows of the window, or its single places where they are dilated or the channels
/// are grouped. A kernel takes up to 14 neighbouring windows of a row, whose runs lie a fixed step apart, through all runs.
/// </remarks>
internal readonly unsafe struct ConvJob<T, V, TActivation>(ConvShape shape, ConvBlocking blocking, T* x, T* filter, T* bias, T* y) : IParallelJob
    where T : unmanaged
    where V : struct, ILanes<V, T>
    where TActivation : struct, IUnaryOperator
{
    private const int TileBytes = 14 * 2 * 64;
    private const int PicosecondsPerVector = 150;

    public long Items => blocking.Blocks * blocking.Strips;

    public long Grain => WorkPool.Grain(shape.Windows.OutputPixels / Math.Max(1, blocking.Blocks) * shape.Depth * (blocking.Panels / blocking.Strips) * 2 * PicosecondsPerVector);

    /// <summary>Whether a window's row is one run.</summary>
    private bool RowsAreRuns => shape.Groups == 1 && shape.Windows.Columns.Dilation == 1;

    public void Run(long begin, long end)
    {
        for (long item = begin; item < end; item++)
        {
            (long strip, long block) = Math.DivRem(item, blocking.Blocks);
            nint panel = GemmBlocking.PartBegin(blocking.Panels, (nint)strip, blocking.Strips);
            Block(block, panel, GemmBlocking.PartBegin(blocking.Panels, (nint)strip + 1, blocking.Strips));
        }
    }

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
        nint lineStep, planeStep;
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

        nint runs = Runs(lineStep, planeStep, out nint* offsets);
        T* target = y + ((((((nint)batch * w.Planes.Output) + (nint)plane) * w.Rows.Output + row) * w.Columns.Output) + column) * shape.OutputChannels;
        for (nint panel = panelBegin; panel < panelEnd; panel++)
            Panel(panel, source, lineStep * w.Rows.Stride, runs, offsets, target, rows, columns);
    }

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

    [SkipLocalsInit]
    private void Panel(nint panel, T* source, nint rowStep, nint runs, nint* offsets, T* target, int rows, int columns)
    {
        nint width = 2 * V.Count, panelsOfGroup = blocking.Panels / shape.Groups;
        (nint group, nint panelOfGroup) = nint.DivRem(panel, panelsOfGroup);
        nint channelsOfGroup = shape.OutputChannels / shape.Groups;
        nint channel = (group * channelsOfGroup) + (panelOfGroup * width), count = nint.Min(width, channelsOfGroup - (panelOfGroup * width));
        int vectors = count <= V.Count ? 1 : 2;
        bool ragged = count != vectors * V.Count;

        // What would be written past the last channel goes to a tile first, and what would be read past the bias comes from a copy.
        byte* tileBytes = stackalloc byte[TileBytes];
        byte* biasBytes = stackalloc byte[2 * 64];
        T* biases = bias == null ? null : bias + channel;
        if (ragged && bias != null)
        {
            biases = (T*)biasBytes;
            for (nint i = 0; i < width; i++)
                biases[i] = i < count ? bias[channel + i] : default;
        }

        source += group * (shape.InputChannels / shape.Groups);
        target += channel;
        T* weights = filter + (panel * shape.Depth * width);
        nint length = RowsAreRuns ? (nint)shape.Windows.Columns.Window * shape.InputChannels : shape.InputChannels / shape.Groups;
        nint step = (nint)shape.Windows.Columns.Stride * shape.InputChannels;
        nint tiles = (columns + GemmDriver<T, V>.MostRows - 1) / GemmDriver<T, V>.MostRows;
        for (int row = 0; row < rows; row++, source += rowStep, target += (nint)shape.Windows.Columns.Output * shape.OutputChannels)
        {
            for (nint tile = 0; tile < tiles; tile++)
            {
                nint first = GemmBlocking.PartBegin(columns, tile, tiles);
                int pixels = (int)(GemmBlocking.PartBegin(columns, tile + 1, tiles) - first);
                T* results = target + (first * shape.OutputChannels);
                if (!ragged)
                {
                    ConvKernels.Run<T, V, TActivation>(pixels, vectors, runs, offsets, length, source + (first * step), step, weights, biases, results, shape.OutputChannels);
                    continue;
                }
                T* tileResults = (T*)tileBytes;
                ConvKernels.Run<T, V, TActivation>(pixels, vectors, runs, offsets, length, source + (first * step), step, weights, biases, tileResults, width);
                for (int pixel = 0; pixel < pixels; pixel++)
                {
                    for (nint i = 0; i < count; i++)
                        results[(pixel * shape.OutputChannels) + i] = tileResults[(pixel * width) + i];
                }
            }
        }
    }
}
