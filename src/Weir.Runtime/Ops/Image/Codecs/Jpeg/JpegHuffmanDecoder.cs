namespace Weir.Ops;

/// <summary>A table of Huffman codes, to decode symbols with.</summary>
internal sealed class JpegHuffmanDecoder
{
    private const int MostBits = 16;
    private const int FastBits = 8;

    private readonly byte[] symbols;
    private readonly ushort[] fast = new ushort[1 << FastBits]; // length and symbol of a short code, by the bits that begin with it; 0: a long one
    private readonly int[] ends = new int[MostBits + 1]; // one more than the last code of a length
    private readonly int[] offsets = new int[MostBits + 1];

    /// <param name="lengths">How many codes there are of each length from 1 to 16.</param>
    /// <param name="symbols">Their symbols, from short to long.</param>
    /// <exception cref="JpegError">There are more codes of a length than it has room for.</exception>
    public JpegHuffmanDecoder(ReadOnlySpan<byte> lengths, ReadOnlySpan<byte> symbols)
    {
        this.symbols = symbols.ToArray();
        for (int length = 1, code = 0, at = 0; length <= MostBits; length++, code <<= 1)
        {
            offsets[length] = at - code;
            for (int i = 0; i < lengths[length - 1]; i++, code++, at++)
            {
                if (code >= 1 << length) throw new JpegError("Bogus Huffman table definition");
                if (length > FastBits) continue;
                int rest = FastBits - length;
                fast.AsSpan(code << rest, 1 << rest).Fill((ushort)((length << 8) | symbols[at]));
            }

            ends[length] = code;
        }
    }

    /// <summary>Whether all symbols are sizes of up to 15 bits, as those of constant parts must be.</summary>
    public bool HasSizesOnly => !symbols.AsSpan().ContainsAnyExceptInRange<byte>(0, 15);

    /// <summary>The next symbol; 0 for bits that are no code.</summary>
    public int Next(JpegBits bits)
    {
        bits.Need(FastBits);
        if (bits.Count < FastBits) return Slowly(bits, 1);
        int found = fast[bits.Peek()];
        if (found == 0) return Slowly(bits, FastBits + 1);
        bits.Skip(found >> 8);
        return found & 0xFF;
    }

    private int Slowly(JpegBits bits, int length)
    {
        int code = bits.Take(length);
        for (; length <= MostBits; length++, code = (code << 1) | bits.Take(1))
        {
            if (code < ends[length]) return symbols[code + offsets[length]];
        }

        return 0;
    }
}
