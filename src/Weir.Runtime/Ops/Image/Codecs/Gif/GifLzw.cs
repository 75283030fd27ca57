namespace Weir.Ops;

/// <summary>Decompresses the indices of a GIF frame: LZW with codes of up to 12 bits, in blocks of up to 255 bytes.</summary>
internal ref struct GifLzw
{
    /// <summary>The most indices that a byte can stand for: codes of 3 bits, each as long a string as there is.</summary>
    public const int MostIndicesPerByte = 8 * MostCodes / 3;

    private const int MostBits = 12;
    private const int MostCodes = 1 << MostBits;
    private const int None = -1;

    private readonly short[] prefixes;
    private readonly byte[] suffixes;
    private readonly byte[] pending;
    private readonly int clear;
    private GifBytes bytes;
    private int pendingCount;
    private int next;
    private int bits;
    private int last;
    private uint held;
    private int heldBits;
    private int blockLeft;

    /// <param name="bytes">The file behind the frame's code size.</param>
    /// <param name="codeSize">The bits of an index, up to 8.</param>
    public GifLzw(GifBytes bytes, int codeSize)
    {
        this.bytes = bytes;
        clear = 1 << codeSize;
        (prefixes, suffixes, pending) = (new short[MostCodes], new byte[MostCodes], new byte[MostCodes + 1]);
        for (int i = 0; i < clear; i++) suffixes[i] = (byte)i;
        Reset();
    }

    /// <summary>Fills a row with indices.</summary>
    /// <exception cref="GifError">The data ends, or has a code that can not be.</exception>
    public void Read(Span<byte> row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            if (pendingCount == 0) ReadCode();
            row[i] = pending[--pendingCount];
        }
    }

    /// <summary>Passes over what is left of the frame's blocks.</summary>
    /// <returns>The file behind them.</returns>
    public GifBytes Finish()
    {
        bytes.Skip(blockLeft);
        bytes.SkipBlocks();
        return bytes;
    }

    private void Reset() => (next, bits, last) = (clear + 2, int.Log2(clear) + 1, None);

    // Puts the indices that a code stands for on the stack, the first on top.
    private void ReadCode()
    {
        while (true)
        {
            int code = TakeBits();
            if (code == clear)
            {
                Reset();
                continue;
            }

            if (code == clear + 1) throw new GifError("Image EOF detected before image complete", endsTooSoon: true);
            bool isNew = code == next && last != None;
            if (code > next || (code == next && !isNew) || (last == None && code > clear)) throw new GifError("Image is defective, decoding aborted");
            int at = isNew ? last : code;
            if (isNew) pendingCount++; // the first index again, known below
            while (at > clear)
            {
                pending[pendingCount++] = suffixes[at];
                at = prefixes[at];
            }

            pending[pendingCount++] = (byte)at;
            if (isNew) pending[0] = (byte)at;
            if (last != None && next < MostCodes)
            {
                (prefixes[next], suffixes[next]) = ((short)last, (byte)at);
                next++;
                if (next == 1 << bits && bits < MostBits) bits++;
            }

            last = code;
            return;
        }
    }

    private int TakeBits()
    {
        while (heldBits < bits)
        {
            if (blockLeft == 0)
            {
                blockLeft = bytes.Next();
                if (blockLeft == 0) throw new GifError("Image is defective, decoding aborted");
            }

            held |= (uint)bytes.Next() << heldBits;
            heldBits += 8;
            blockLeft--;
        }

        int code = (int)(held & ((1u << bits) - 1));
        held >>= bits;
        heldBits -= bits;
        return code;
    }
}
