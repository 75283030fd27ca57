using System.Text;

namespace Weir.Patterns;

/// <summary>The bytes of the code points of a range: sequences of ranges of bytes.</summary>
internal static class Utf8Ranges
{
    private static readonly int[] LastOfLength = [0x7F, 0x7FF, 0xFFFF, RuneSet.MaxRune];

    /// <summary>Calls a receiver with each sequence, in order.</summary>
    public static void Split(int first, int last, Action<(byte First, byte Last)[]> receive)
    {
        Stack<(int First, int Last)> ranges = new([(first, last)]);
        Span<byte> from = stackalloc byte[4];
        Span<byte> to = stackalloc byte[4];
        while (ranges.TryPop(out (int First, int Last) range))
        {
            if (SplitPoint(range.First, range.Last) is int middle)
            {
                ranges.Push((middle + 1, range.Last));
                ranges.Push((range.First, middle));
                continue;
            }

            int length = Encode(range.First, from);
            Encode(range.Last, to);
            (byte, byte)[] sequence = new (byte, byte)[length];
            for (int i = 0; i < length; i++) sequence[i] = (from[i], to[i]);
            receive(sequence);
        }
    }

    /// <summary>Where a range must be cut so that its ends differ in bytes that then run from first to last; null: nowhere.</summary>
    private static int? SplitPoint(int first, int last)
    {
        foreach (int end in LastOfLength)
        {
            if (first <= end && last > end) return end;
        }

        if (last < 0x80) return null;
        for (int bits = 6; bits <= 18; bits += 6)
        {
            int mask = (1 << bits) - 1;
            if ((first & ~mask) == (last & ~mask)) continue;
            if ((first & mask) != 0) return first | mask;
            if ((last & mask) != mask) return (last & ~mask) - 1;
        }

        return null;
    }

    /// <remarks>Half a surrogate pair is written like any other code point.</remarks>
    private static int Encode(int rune, Span<byte> bytes)
    {
        if (Rune.IsValid(rune)) return new Rune(rune).EncodeToUtf8(bytes);
        (bytes[0], bytes[1], bytes[2]) = ((byte)(0xE0 | (rune >> 12)), (byte)(0x80 | ((rune >> 6) & 0x3F)), (byte)(0x80 | (rune & 0x3F)));
        return 3;
    }
}
