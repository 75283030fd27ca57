namespace Weir.Simd;

/// <summary>How the rows of images are cut where several convolutions follow each other: into parts for the threads, and each part into bands, whose rows stay in the second-level cache.</summary>
/// <remarks>Depends on sizes only. Rows at the border of two parts are computed for both, with the same bits.</remarks>
internal readonly struct RowBands
{
    /// <summary>What a band may take, a part of the second-level cache.</summary>
    private const long BandBytes = 256 * 1024;

    /// <summary>What is smaller stays in the cache as a whole.</summary>
    private const long WholeBytes = 400 * 1024;

    /// <summary>The most that a band of a single row may take.</summary>
    private const long MostBandBytes = 4 * BandBytes;

    private const int WantedParts = 16;
    private const int LeastRowsOfPart = 12;

    private readonly WindowShape _windows;
    private readonly int _partsOfImage;

    /// <param name="windows">The windows of the convolution in the middle.</param>
    /// <param name="seenLine">The bytes of a row of what it reads; 0 where that is not made here.</param>
    /// <param name="madeLine">The bytes of a row of what it makes; 0 where that is the result.</param>
    public RowBands(in WindowShape windows, long seenLine, long madeLine)
    {
        _windows = windows;
        WindowAxis rows = windows.Rows;
        long firstRow = (rows.Extent * seenLine) + madeLine, furtherRow = (rows.Stride * seenLine) + madeLine;
        Rows = (int)Math.Clamp(((BandBytes - firstRow) / Math.Max(1, furtherRow)) + 1, 1, Math.Max(1, rows.Output));
        _partsOfImage = Math.Clamp(WantedParts / Math.Max(1, windows.Batch), 1, Math.Max(1, rows.Output / LeastRowsOfPart));
        double whole = windows.Batch * (((double)rows.Input * seenLine) + ((double)rows.Output * madeLine));
        Pay = windows.Planes == WindowAxis.None && firstRow <= MostBandBytes && whole > WholeBytes;
    }

    /// <summary>Whether bands are better than one convolution after the other.</summary>
    public bool Pay { get; }

    /// <summary>The output rows of a band.</summary>
    public int Rows { get; }

    /// <summary>The most rows that a band sees.</summary>
    public int MostSeen => ((Rows - 1) * _windows.Rows.Stride) + _windows.Rows.Extent;

    /// <summary>Parts of all images.</summary>
    public long Parts => (long)_windows.Batch * _partsOfImage;

    /// <summary>The image of a part, and its output rows.</summary>
    public (int Image, int First, int End) Part(long item)
    {
        (long image, long part) = Math.DivRem(item, _partsOfImage);
        long rows = _windows.Rows.Output;
        return ((int)image, (int)(rows * part / _partsOfImage), (int)(rows * (part + 1) / _partsOfImage));
    }

    /// <summary>The input rows that some output rows see.</summary>
    public RowSpan Seen(int row, int rows)
    {
        WindowAxis axis = _windows.Rows;
        int begin = Math.Clamp(axis.Start(row), 0, axis.Input);
        return new RowSpan(begin, Math.Clamp(axis.Start(row + rows - 1) + axis.Extent, begin, axis.Input));
    }
}

/// <summary>Some rows of an image.</summary>
internal readonly record struct RowSpan(int Begin, int End)
{
    public int Count => End - Begin;
}
