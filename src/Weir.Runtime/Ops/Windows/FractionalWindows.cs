namespace Weir.Ops;

/// <summary>What a node of fractional pooling draws its windows from: it belongs to the session. Thread-safe.</summary>
/// <param name="random">The node's generator.</param>
/// <param name="pseudo">See <see cref="PoolingSequence"/>.</param>
/// <param name="keeps">Whether windows are drawn once for inputs of one size.</param>
internal sealed class FractionalWindows(RandomState random, bool pseudo, bool keeps)
{
    private readonly Lock gate = new();
    private (long[] Rows, long[] Columns)? kept;

    public (long[] Rows, long[] Columns) Draw(int rows, int outputRows, int columns, int outputColumns)
    {
        lock (gate)
        {
            if (keeps && kept is { } old && old.Rows.Length == outputRows + 1 && old.Columns.Length == outputColumns + 1 && old.Rows[^1] == rows && old.Columns[^1] == columns) return old;
            (long[], long[]) drawn = (PoolingSequence.Draw(random.Take, rows, outputRows, pseudo), PoolingSequence.Draw(random.Take, columns, outputColumns, pseudo));
            kept = drawn;
            return drawn;
        }
    }
}

/// <summary>The windows of fractional pooling in images, all of them one after another.</summary>
internal readonly ref struct FractionalGrid(Shape input, ReadOnlySpan<long> rows, ReadOnlySpan<long> columns, bool overlaps)
{
    private readonly ReadOnlySpan<long> rows = rows;
    private readonly ReadOnlySpan<long> columns = columns;
    private readonly (int Rows, int Columns) size = ((int)input[1], (int)input[2]);

    public int Channels { get; } = (int)input[3];

    public int Cells => (int)input[0] * (rows.Length - 1) * (columns.Length - 1);

    public FractionalCell this[int cell]
    {
        get
        {
            (int line, int column) = Math.DivRem(cell, columns.Length - 1);
            (int image, int row) = Math.DivRem(line, rows.Length - 1);
            int more = overlaps ? 0 : 1;
            return new FractionalCell(image, (int)rows[row], (int)Math.Min(rows[row + 1] - more, size.Rows - 1), (int)columns[column], (int)Math.Min(columns[column + 1] - more, size.Columns - 1));
        }
    }

    /// <summary>The place of a pixel's first channel.</summary>
    public int Pixel(in FractionalCell cell, int row, int column) => ((((cell.Image * size.Rows) + row) * size.Columns) + column) * Channels;
}

/// <summary>One window, its ends included.</summary>
internal readonly record struct FractionalCell(int Image, int FirstRow, int LastRow, int FirstColumn, int LastColumn)
{
    public int Count => (LastRow - FirstRow + 1) * (LastColumn - FirstColumn + 1);
}
