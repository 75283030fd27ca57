namespace Weir.Ops;

/// <summary>The order in which a PNG file has its pixels: row by row, or in seven passes that each fill up more of the image.</summary>
/// <param name="FirstRow">The first row of a pass.</param>
/// <param name="FirstColumn">Its first column.</param>
/// <param name="RowStep">From one row of the pass to the next.</param>
/// <param name="ColumnStep">From one column to the next.</param>
internal readonly record struct PngPass(int FirstRow, int FirstColumn, int RowStep, int ColumnStep)
{
    private static readonly PngPass[] Whole = [new(0, 0, 1, 1)];
    private static readonly PngPass[] Adam7 = [new(0, 0, 8, 8), new(0, 4, 8, 8), new(4, 0, 8, 4), new(0, 2, 4, 4), new(2, 0, 4, 2), new(0, 1, 2, 2), new(1, 0, 2, 1)];

    public static ReadOnlySpan<PngPass> Of(PngHeader header) => header.IsInterlaced ? Adam7 : Whole;

    /// <summary>How many pixels of a row of the image the pass has.</summary>
    public int Columns(int width) => (width - FirstColumn + ColumnStep - 1) / ColumnStep;
}
