namespace Weir.Protos.Text;

/// <summary>Line and column of an offset, as the C++ parser counts them.</summary>
internal static class TextPosition
{
    private const int TabWidth = 8;

    /// <summary>Both from 1; a column is a byte, and a tab goes to the next multiple of eight.</summary>
    /// <param name="before">The text up to the place.</param>
    public static (int Line, int Column) Of(ReadOnlySpan<byte> before)
    {
        int line = before.Count((byte)'\n');
        int column = 0;
        foreach (byte b in before[(before.LastIndexOf((byte)'\n') + 1)..])
            column += b == '\t' ? TabWidth - (column % TabWidth) : 1;
        return (line + 1, column + 1);
    }
}
