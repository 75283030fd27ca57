using System.Buffers.Binary;

namespace Weir.Ops;

/// <summary>Makes one value of a value of each column.</summary>
internal abstract class Crossing
{
    /// <summary>The values joined with a separator.</summary>
    public static Crossing Text(byte[] separator) => new Joined(separator);

    /// <summary>The fingerprints of the values, one taken in after the other, from a key on.</summary>
    public static Crossing Hash(ulong key, long buckets) => new Keyed(key, buckets);

    /// <summary>The same from the first value on, with a stronger hash of two keys if asked.</summary>
    public static Crossing Salted(long buckets, bool strong, ulong key0, ulong key1) => new Salt(buckets, strong, key0, key1);

    /// <summary>Writes the cross of the values at some places of a row.</summary>
    public abstract void Write(IReadOnlyList<CrossColumn> columns, int row, ReadOnlySpan<int> places, Tensor output, int at);

    /// <summary>How many crosses a row has.</summary>
    /// <exception cref="TfException">RESOURCE_EXHAUSTED: more than can be counted.</exception>
    public static long Count(IReadOnlyList<CrossColumn> columns, int row)
    {
        long count = columns.Count == 0 ? 0 : 1;
        foreach (CrossColumn column in columns)
        {
            int size = column.Count(row);
            if (size > 0 && count > int.MaxValue / size) throw new TfException(StatusCode.ResourceExhausted, $"Row {row} has more than {int.MaxValue} crosses.");
            count *= size;
        }

        return count;
    }

    /// <summary>Writes all crosses of a row, the last column first to change.</summary>
    public void WriteRow(IReadOnlyList<CrossColumn> columns, int row, long count, Tensor output, int at)
    {
        Span<int> places = columns.Count <= 64 ? stackalloc int[columns.Count] : new int[columns.Count];
        places.Clear();
        for (long i = 0; i < count; i++)
        {
            Write(columns, row, places, output, at++);
            for (int k = places.Length - 1; k >= 0 && ++places[k] == columns[k].Count(row); k--) places[k] = 0;
        }
    }

    /// <summary>Two fingerprints as one. Source: fingerprint.h.</summary>
    private static ulong Concatenate(ulong first, ulong second)
    {
        const ulong Factor = 0xC6A4A7935BD1E995;
        ulong result = first ^ Factor;
        result ^= Shift(second * Factor) * Factor;
        result *= Factor;
        return Shift(Shift(result) * Factor);

        static ulong Shift(ulong value) => value ^ (value >> 47);
    }

    private static long Bucket(ulong hash, long buckets) => (long)(hash % (ulong)(buckets > 0 ? buckets : long.MaxValue));

    private sealed class Joined(byte[] separator) : Crossing
    {
        public override void Write(IReadOnlyList<CrossColumn> columns, int row, ReadOnlySpan<int> places, Tensor output, int at)
        {
            List<byte> text = [];
            for (int k = 0; k < places.Length; k++)
            {
                if (k > 0) text.AddRange(separator);
                text.AddRange(columns[k].Text(row, places[k]));
            }

            output.Strings[at] = [.. text];
        }
    }

    private sealed class Keyed(ulong key, long buckets) : Crossing
    {
        public override void Write(IReadOnlyList<CrossColumn> columns, int row, ReadOnlySpan<int> places, Tensor output, int at)
        {
            ulong hash = key;
            for (int k = 0; k < places.Length; k++)
            {
                ulong value = columns[k].IsText ? Fingerprint64.Of(columns[k].Text(row, places[k])) : (ulong)columns[k].Number(row, places[k]);
                hash = Concatenate(hash, value);
            }

            output.Elements<long>()[at] = Bucket(hash, buckets);
        }
    }

    /// <remarks>Of numbers TensorFlow hashes the four low bytes, but dense ones that are not hashed strongly stay as they are.</remarks>
    private sealed class Salt(long buckets, bool strong, ulong key0, ulong key1) : Crossing
    {
        public override void Write(IReadOnlyList<CrossColumn> columns, int row, ReadOnlySpan<int> places, Tensor output, int at)
        {
            ulong hash = Value(columns[0], row, places[0]);
            for (int k = 1; k < places.Length; k++) hash = Concatenate(hash, Value(columns[k], row, places[k]));
            output.Elements<long>()[at] = Bucket(hash, buckets);
        }

        private ulong Value(CrossColumn column, int row, int place)
        {
            if (!column.IsText && !column.IsSparse && !strong) return (ulong)column.Number(row, place);
            Span<byte> low = stackalloc byte[sizeof(int)];
            ReadOnlySpan<byte> bytes = low;
            if (column.IsText) bytes = column.Text(row, place);
            else BinaryPrimitives.WriteInt32LittleEndian(low, (int)column.Number(row, place));
            return strong ? SipHash.Of(bytes, key0, key1) : Fingerprint64.Of(bytes);
        }
    }
}
