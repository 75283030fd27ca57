namespace Weir.Ops;

/// <summary>One scan of a JPEG file: coefficients of some components, whole or a few bits of some of them.</summary>
/// <remarks>Behind the end of the data coefficients stay as they are. Source: jdhuff.c, jdphuff.c.</remarks>
internal sealed class JpegScan
{
    private const int MostBlocks = 10;

    private readonly JpegFrame frame;
    private readonly JpegBits bits;
    private readonly (JpegComponent Component, JpegHuffmanDecoder? Dc, JpegHuffmanDecoder? Ac)[] parts;
    private readonly int first;
    private readonly int last;
    private readonly int high;
    private readonly int low;
    private readonly int restartInterval;
    private readonly int[] predictions;
    private int untilRestart;
    private int nextRestart;
    private int emptyBlocks;

    private JpegScan(JpegReader reader, JpegFrame frame, (JpegComponent, JpegHuffmanDecoder?, JpegHuffmanDecoder?)[] parts, ReadOnlySpan<byte> band)
    {
        (this.frame, bits, this.parts, restartInterval) = (frame, reader.Bits, parts, reader.RestartInterval);
        (first, last, high, low) = frame.IsProgressive ? (band[0], band[1], band[2] >> 4, band[2] & 15) : (0, JpegFrame.BlockSize - 1, 0, 0);
        (predictions, untilRestart) = (new int[parts.Length], restartInterval);
        bool isSane = first == 0 ? !frame.IsProgressive || last == 0 : first <= last && last < JpegFrame.BlockSize && parts.Length == 1;
        if (!isSane || (high != 0 && low != high - 1) || low > 13) throw new JpegError("Invalid progressive parameters");
    }

    private bool NeedsDc => first == 0 && high == 0;

    private bool NeedsAc => !frame.IsProgressive || first > 0;

    /// <summary>Reads a scan's header.</summary>
    /// <exception cref="JpegError">It is damaged, or names what is not there.</exception>
    public static JpegScan Read(JpegReader reader, JpegFrame frame, ReadOnlySpan<byte> segment)
    {
        if (segment.Length < 1 || segment[0] is 0 or > 4 || segment.Length != 4 + (2 * segment[0])) throw new JpegError("Bogus marker length");
        (JpegComponent, JpegHuffmanDecoder?, JpegHuffmanDecoder?)[] parts = new (JpegComponent, JpegHuffmanDecoder?, JpegHuffmanDecoder?)[segment[0]];
        for (int i = 0; i < parts.Length; i++)
        {
            (int id, int tables) = (segment[1 + (2 * i)], segment[2 + (2 * i)]);
            JpegComponent component = Array.Find(frame.Components, one => one.Id == id) ?? throw new JpegError($"Invalid component ID {id} in SOS");
            if (Array.Exists(parts[..i], part => part.Item1 == component)) throw new JpegError($"Invalid component ID {id} in SOS");
            component.Divisors ??= reader.Quantization(component.Quantization);
            parts[i] = (component, reader.Huffman(tables >> 4, isAc: false), reader.Huffman(tables & 15, isAc: true));
        }

        if (parts.Length > 1 && parts.Sum(part => part.Item1.Across * part.Item1.Down) > MostBlocks) throw new JpegError("Sampling factors too large for interleaved scan");
        JpegScan scan = new(reader, frame, parts, segment[^3..]);
        foreach ((_, JpegHuffmanDecoder? dc, JpegHuffmanDecoder? ac) in parts)
        {
            if ((scan.NeedsDc && dc is not { HasSizesOnly: true }) || (scan.NeedsAc && ac is null)) throw new JpegError("Huffman table was not defined");
        }

        return scan;
    }

    /// <summary>Decodes the scan's data.</summary>
    public void Decode(CancellationToken cancellation)
    {
        bits.Restart(keepsExhausted: false);
        JpegComponent only = parts[0].Component;
        (int rows, int columns) = parts.Length == 1 ? (only.BlocksHigh, only.BlocksWide) : (frame.Rows, frame.Columns);
        for (int row = 0; row < rows; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int column = 0; column < columns; column++)
            {
                if (restartInterval > 0 && untilRestart-- == 0) Restart();
                if (parts.Length == 1) DecodeBlock(0, only.Block(row, column));
                else DecodeUnit(row, column);
                bits.BeginUnit();
            }
        }
    }

    private void DecodeUnit(int row, int column)
    {
        // A unit is decoded whole, also where the data ends inside of it.
        if (bits.IsExhausted && high == 0) return;
        for (int i = 0; i < parts.Length; i++)
        {
            JpegComponent component = parts[i].Component;
            for (int block = 0; block < component.Across * component.Down; block++)
            {
                (int y, int x) = Math.DivRem(block, component.Across);
                DecodeBits(i, component.Block((row * component.Down) + y, (column * component.Across) + x));
            }
        }
    }

    private void DecodeBlock(int part, Span<short> block)
    {
        if (!bits.IsExhausted || (first == 0 && high > 0)) DecodeBits(part, block);
    }

    private void DecodeBits(int part, Span<short> block)
    {
        if (!frame.IsProgressive) DecodeWhole(part, block);
        else if (first == 0 && high == 0) block[0] = (short)(NextConstant(part) << low);
        else if (first == 0) block[0] |= (short)(bits.Take(1) << low);
        else if (high == 0) DecodeBand(part, block);
        else RefineBand(part, block);
    }

    private int NextConstant(int part) => predictions[part] = unchecked(predictions[part] + bits.TakeNumber(parts[part].Dc!.Next(bits)));

    private void DecodeWhole(int part, Span<short> block)
    {
        block[0] = (short)NextConstant(part);
        JpegHuffmanDecoder table = parts[part].Ac!;
        for (int k = 1; k < JpegFrame.BlockSize; k++)
        {
            int symbol = table.Next(bits), run = symbol >> 4, size = symbol & 15;
            if (size == 0)
            {
                if (run != 15) return;
                k += 15;
                continue;
            }

            k += run;
            block[JpegTables.Order[k]] = (short)bits.TakeNumber(size);
        }
    }

    private void DecodeBand(int part, Span<short> block)
    {
        if (emptyBlocks > 0)
        {
            emptyBlocks--;
            return;
        }

        for (int k = first; k <= last; k++)
        {
            int symbol = parts[part].Ac!.Next(bits), run = symbol >> 4, size = symbol & 15;
            if (size > 0)
            {
                k += run;
                block[JpegTables.Order[k]] = (short)(bits.TakeNumber(size) << low);
            }
            else if (run == 15) k += 15;
            else
            {
                emptyBlocks = (1 << run) + bits.Take(run) - 1;
                return;
            }
        }
    }

    private void RefineBand(int part, Span<short> block)
    {
        int k = first;
        for (; emptyBlocks == 0 && k <= last; k++)
        {
            int symbol = parts[part].Ac!.Next(bits), run = symbol >> 4, size = symbol & 15;
            int value = size == 0 ? 0 : bits.Take(1) == 1 ? 1 << low : -1 << low;
            if (size == 0 && run != 15)
            {
                emptyBlocks = (1 << run) + bits.Take(run);
                break;
            }

            for (; k <= last; k++)
            {
                ref short coefficient = ref block[JpegTables.Order[k]];
                if (coefficient != 0) Refine(ref coefficient);
                else if (--run < 0) break;
            }

            if (value != 0) block[JpegTables.Order[k]] = (short)value;
        }

        if (emptyBlocks == 0) return;
        for (; k <= last; k++)
        {
            ref short coefficient = ref block[JpegTables.Order[k]];
            if (coefficient != 0) Refine(ref coefficient);
        }

        emptyBlocks--;
    }

    private void Refine(ref short coefficient)
    {
        if (bits.Take(1) == 1 && (coefficient & (1 << low)) == 0) coefficient += (short)(coefficient >= 0 ? 1 << low : -1 << low);
    }

    private void Restart()
    {
        bits.Restart(keepsExhausted: true);
        FindRestart();
        bits.Restart(keepsExhausted: bits.Marker != 0);
        nextRestart = (nextRestart + 1) & 7;
        predictions.AsSpan().Clear();
        emptyBlocks = 0;
        untilRestart = restartInterval - 1;
    }

    /// <remarks>Of a restart that is not the expected one: those a little ahead are kept, those a little behind passed over.</remarks>
    private void FindRestart()
    {
        if (bits.Marker == 0) bits.Marker = bits.NextMarker();
        while (bits.Marker != JpegMarkers.FirstRestart + nextRestart)
        {
            int marker = bits.Marker, ahead = (marker - JpegMarkers.FirstRestart - nextRestart) & 7;
            bool isRestart = marker is >= JpegMarkers.FirstRestart and <= JpegMarkers.LastRestart;
            if (isRestart ? ahead is 1 or 2 : marker >= JpegMarkers.BaselineFrame) return;
            bits.Marker = 0;
            if (isRestart && ahead is not (6 or 7)) return;
            bits.Marker = bits.NextMarker();
        }

        bits.Marker = 0;
    }
}
