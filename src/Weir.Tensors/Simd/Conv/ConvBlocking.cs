namespace Weir.Simd;

/// <summary>How a convolution is cut into items of work: a block of an output plane times a strip of panels of output channels.</summary>
/// <remarks>
/// Depends on sizes only. Each output is summed over its whole depth at once, so no cut changes a bit. The panels are parted for threads alone:
/// it is cheaper that a filter too large for the second-level cache passes by each block than that the input is seen once for each part of it.
/// </remarks>
internal readonly struct ConvBlocking
{
    /// <summary>Input that stays in the second-level cache while the panels pass.</summary>
    private const long RegionBytes = 192 * 1024;

    private const int WantedItems = 16;
    private const int LeastColumns = 28;

    /// <summary>The most windows of a row in a block.</summary>
    public const int MostColumns = 224;

    public ConvBlocking(in ConvShape shape, nint panelWidth, int elementSize)
    {
        WindowShape w = shape.Windows;
        Panels = shape.Groups * ((shape.OutputChannels / shape.Groups + panelWidth - 1) / panelWidth);
        long columnBytes = Math.Max(1, (long)w.Columns.Stride * shape.InputChannels * elementSize * w.Planes.Window * w.Rows.Window);
        int mostColumns = (int)Math.Clamp(RegionBytes / columnBytes, LeastColumns, MostColumns);
        ColumnBlocks = (w.Columns.Output + mostColumns - 1) / mostColumns;
        int columns = (w.Columns.Output + ColumnBlocks - 1) / ColumnBlocks;
        long lineBytes = Math.Max(1, (((columns - 1L) * w.Columns.Stride) + w.Columns.Extent) * shape.InputChannels * elementSize * w.Planes.Window);
        long lines = Math.Clamp((((RegionBytes / lineBytes) - w.Rows.Extent) / w.Rows.Stride) + 1, 1, w.Rows.Output);
        long planes = (long)w.Batch * w.Planes.Output * ColumnBlocks;
        long wantedBlocks = (WantedItems + Panels - 1) / Math.Min(Panels, WantedItems);
        long wantedBands = Math.Min(w.Rows.Output, (wantedBlocks + planes - 1) / planes);
        Bands = (int)Math.Max(wantedBands, (w.Rows.Output + lines - 1) / lines);
        Blocks = planes * Bands;
        Strips = (nint)Math.Clamp((WantedItems + Blocks - 1) / Blocks, 1, Panels);
    }

    /// <summary>Panels of output channels, all groups together.</summary>
    public nint Panels { get; }

    /// <summary>Parts of the panels.</summary>
    public nint Strips { get; }

    /// <summary>Parts of a row.</summary>
    public int ColumnBlocks { get; }

    /// <summary>Parts of a plane's rows.</summary>
    public int Bands { get; }

    /// <summary>Blocks of all planes.</summary>
    public long Blocks { get; }
}
