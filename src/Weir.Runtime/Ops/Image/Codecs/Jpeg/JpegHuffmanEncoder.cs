namespace Weir.Ops;

/// <summary>A table of Huffman codes, to encode symbols with.</summary>
internal sealed class JpegHuffmanEncoder
{
    private const int MostBits = 16;
    private const int MostSymbols = 256;

    private readonly ushort[] codes = new ushort[MostSymbols];
    private readonly byte[] sizes = new byte[MostSymbols];

    /// <param name="lengths">How many codes there are of each length from 1 to 16.</param>
    /// <param name="symbols">Their symbols, from short to long.</param>
    public JpegHuffmanEncoder(ReadOnlySpan<byte> lengths, ReadOnlySpan<byte> symbols)
    {
        (Lengths, Symbols) = (lengths.ToArray(), symbols.ToArray());
        for (int length = 1, code = 0, at = 0; length <= MostBits; length++, code <<= 1)
        {
            for (int i = 0; i < lengths[length - 1]; i++, code++, at++) (codes[symbols[at]], sizes[symbols[at]]) = ((ushort)code, (byte)length);
        }
    }

    public byte[] Lengths { get; }

    public byte[] Symbols { get; }

    public (int Code, int Size) this[int symbol] => (codes[symbol], sizes[symbol]);

    /// <summary>The shortest codes for symbols of which so many come, none longer than 16 bits or of ones only.</summary>
    /// <remarks>Source: ITU-T T.81, annex K.2; jchuff.c for the choice among equals.</remarks>
    public static JpegHuffmanEncoder Of(ReadOnlySpan<int> counts)
    {
        const int LongestTried = 32;
        long[] weights = new long[MostSymbols + 1]; // one more than there are takes the code of ones
        for (int i = 0; i < MostSymbols; i++) weights[i] = counts[i];
        weights[MostSymbols] = 1;
        int[] sizes = new int[weights.Length], next = new int[weights.Length];
        next.AsSpan().Fill(-1);
        while (true)
        {
            int first = Lightest(weights, -1), second = Lightest(weights, first);
            if (second < 0) break;
            weights[first] += weights[second];
            weights[second] = 0;
            int last = Lengthen(first);
            next[last] = second;
            Lengthen(second);
        }

        int[] bySize = new int[Math.Max(LongestTried, sizes.Max()) + 1];
        foreach (int size in sizes) bySize[size]++;
        bySize[0] = 0;
        Shorten(bySize);
        byte[] symbols = [.. Enumerable.Range(0, MostSymbols).Where(symbol => sizes[symbol] > 0).OrderBy(symbol => sizes[symbol]).Select(symbol => (byte)symbol)];
        return new JpegHuffmanEncoder([.. bySize.Skip(1).Take(MostBits).Select(count => (byte)count)], symbols);

        int Lengthen(int symbol)
        {
            while (true)
            {
                sizes[symbol]++;
                if (next[symbol] < 0) return symbol;
                symbol = next[symbol];
            }
        }
    }

    // Of equals the last.
    private static int Lightest(long[] weights, int except)
    {
        int found = -1;
        for (int i = 0; i < weights.Length; i++)
        {
            if (i != except && weights[i] > 0 && (found < 0 || weights[i] <= weights[found])) found = i;
        }

        return found;
    }

    private static void Shorten(int[] bySize)
    {
        for (int size = bySize.Length - 1; size > MostBits; size--)
        {
            while (bySize[size] > 0)
            {
                int shorter = size - 2;
                while (bySize[shorter] == 0) shorter--;
                bySize[size] -= 2;
                bySize[size - 1]++;
                bySize[shorter + 1] += 2;
                bySize[shorter]--;
            }
        }

        bySize[Array.FindLastIndex(bySize, count => count > 0)]--;
    }
}
