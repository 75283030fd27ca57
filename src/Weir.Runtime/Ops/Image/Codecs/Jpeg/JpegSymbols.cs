namespace Weir.Ops;

/// <summary>Where the symbols of a scan go: they are counted, to make codes for them, or written by such codes.</summary>
internal sealed class JpegSymbols(MemoryStream? file, JpegHuffmanEncoder?[] tables)
{
    /// <summary>Tables 0 and 1 are those of constant parts, 2 and 3 the others.</summary>
    public const int FirstAc = 2;

    private ulong held;
    private int count;

    /// <summary>How often each symbol of each table came.</summary>
    public int[][] Counts { get; } = [new int[256], new int[256], new int[256], new int[256]];

    public void Symbol(int table, int symbol)
    {
        Counts[table][symbol]++;
        if (file is null) return;
        (int code, int size) = tables[table]![symbol];
        Bits(code, size);
    }

    /// <summary>Writes the lowest bits of a value.</summary>
    public void Bits(int value, int bits)
    {
        if (file is null || bits == 0) return;
        held = (held << bits) | ((uint)value & ((1u << bits) - 1));
        count += bits;
        while (count >= 8)
        {
            byte next = (byte)(held >> (count - 8));
            file.WriteByte(next);
            if (next == 0xFF) file.WriteByte(0);
            count -= 8;
        }
    }

    /// <summary>Fills up the last byte with ones.</summary>
    public void Flush()
    {
        if (count > 0) Bits(0x7F, 8 - count);
    }
}
