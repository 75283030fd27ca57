using System.Buffers;
using System.Numerics;

namespace Weir.Ops;

/// <summary>Numbers the different slices along a dimension, in the order in which they first appear.</summary>
internal static class DistinctRows
{
    /// <summary>Finds for each slice the number of the first one that is equal to it.</summary>
    /// <param name="x">All elements.</param>
    /// <param name="slabs">How they lie around the dimension.</param>
    /// <param name="ids">For each slice its number.</param>
    /// <param name="firsts">For each number the slice that it was given for; as long as the dimension.</param>
    /// <returns>How many numbers there are.</returns>
    public static int Number<T>(ReadOnlySpan<T> x, Slabs slabs, Span<int> ids, Span<int> firsts)
    {
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, Math.Min(2L * ids.Length, 1 << 30)));
        int[] table = ArrayPool<int>.Shared.Rent(capacity);
        table.AsSpan(0, capacity).Fill(-1);
        int count = 0;
        for (int row = 0; row < ids.Length; row++)
        {
            int place = Hash(x, slabs, row) & (capacity - 1);
            while (table[place] >= 0 && !AreEqual(x, slabs, firsts[table[place]], row)) place = (place + 1) & (capacity - 1);
            if (table[place] < 0)
            {
                firsts[count] = row;
                table[place] = count++;
            }

            ids[row] = table[place];
        }

        ArrayPool<int>.Shared.Return(table);
        return count;
    }

    private static bool AreEqual<T>(ReadOnlySpan<T> x, Slabs slabs, int left, int right)
    {
        for (long outer = 0; outer < slabs.Outer; outer++)
        {
            int at = (int)(outer * slabs.Length * slabs.Inner);
            ReadOnlySpan<T> a = x.Slice(at + (int)(left * slabs.Inner), (int)slabs.Inner);
            ReadOnlySpan<T> b = x.Slice(at + (int)(right * slabs.Inner), (int)slabs.Inner);
            for (int i = 0; i < a.Length; i++)
            {
                if (!NumberEquality.AreEqual(a[i], b[i])) return false;
            }
        }

        return true;
    }

    // A row with a NaN equals no other: it gets a place of its own, for many at one place would be slow.
    private static int Hash<T>(ReadOnlySpan<T> x, Slabs slabs, int row)
    {
        int hash = 0;
        for (long outer = 0; outer < slabs.Outer; outer++)
        {
            foreach (T value in x.Slice((int)(((outer * slabs.Length) + row) * slabs.Inner), (int)slabs.Inner))
            {
                hash = HashCode.Combine(hash, NumberEquality.IsNaN(value) ? row : NumberEquality.Hash(value));
            }
        }

        return hash;
    }
}
