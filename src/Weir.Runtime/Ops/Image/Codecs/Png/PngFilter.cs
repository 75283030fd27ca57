namespace Weir.Ops;

/// <summary>The five ways in which a row of a PNG file is written as differences from the bytes left of and above each.</summary>
internal static class PngFilter
{
    public const int Count = 5;

    /// <summary>Turns differences back into bytes.</summary>
    /// <param name="filter">The way, from 0 to 4.</param>
    /// <param name="row">The differences; the bytes afterwards.</param>
    /// <param name="above">The bytes of the row above; zeros for the first.</param>
    /// <param name="step">The bytes of a pixel, at least 1.</param>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        for (int i = 0; filter != 0 && i < row.Length; i++) row[i] += Expected(filter, row, above, i, step);
    }

    /// <summary>Turns bytes into differences.</summary>
    public static void Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int step, Span<byte> differences)
    {
        for (int i = 0; i < row.Length; i++) differences[i] = filter == 0 ? row[i] : (byte)(row[i] - Expected(filter, row, above, i, step));
    }

    private static byte Expected(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int i, int step)
    {
        (int left, int up) = (i < step ? 0 : row[i - step], above[i]);
        return filter switch
        {
            1 => (byte)left,
            2 => (byte)up,
            3 => (byte)((left + up) / 2),
            _ => Nearest(left, up, i < step ? 0 : above[i - step]),
        };
    }

    /// <summary>Paeth's choice: the neighbour that is nearest to left + up - corner.</summary>
    private static byte Nearest(int left, int up, int corner)
    {
        int estimate = left + up - corner;
        (int fromLeft, int fromUp, int fromCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - up), Math.Abs(estimate - corner));
        return (byte)(fromLeft <= fromUp && fromLeft <= fromCorner ? left : fromUp <= fromCorner ? up : corner);
    }
}
