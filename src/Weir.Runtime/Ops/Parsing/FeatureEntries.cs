namespace Weir.Ops;

/// <summary>Where the features of one serialized tf.Example stand that somebody asked for, in the order of the bytes.</summary>
internal sealed class FeatureEntries
{
    private Entry[] entries = new Entry[16];

    public int Count { get; private set; }

    public Entry this[int index] => entries[index];

    /// <summary>Reads where the entries of an Example's feature map stand.</summary>
    /// <returns>Whether the bytes are an Example.</returns>
    public bool TryRead(ReadOnlySpan<byte> example, FeatureIndex index)
    {
        Count = 0;
        WireCursor cursor = new(example);
        while (!cursor.IsAtEnd)
        {
            if (!(cursor.TryTake(WireCursor.Delimited(1)) ? TryReadFeatures(ref cursor, index) : cursor.TrySkipField())) return false;
        }

        return true;
    }

    /// <summary>Reads a Features message, whose length comes first.</summary>
    public bool TryReadFeatures(ref WireCursor cursor, FeatureIndex index)
    {
        if (!cursor.TryEnter(out int outer)) return false;
        while (!cursor.IsAtEnd)
        {
            if (!cursor.TryTake(WireCursor.Delimited(1)) || !TryReadEntry(ref cursor, out ReadOnlySpan<byte> key, out Entry entry)) return false;
            int feature = index.Find(key);
            if (feature >= 0) Add(entry with { Feature = feature });
        }

        cursor.Leave(outer);
        return true;
    }

    public void Clear() => Count = 0;

    /// <summary>Reads an entry of a map from keys to messages: exactly two fields, in any order.</summary>
    /// <remarks>A key twice and no value passes, as in TensorFlow.</remarks>
    private static bool TryReadEntry(ref WireCursor cursor, out ReadOnlySpan<byte> key, out Entry entry)
    {
        key = default;
        entry = default;
        if (!cursor.TryEnter(out int outer)) return false;
        for (int field = 0; field < 2; field++)
        {
            if (cursor.TryTake(WireCursor.Delimited(1)))
            {
                if (!cursor.TryReadBytes(out key)) return false;
            }
            else if (cursor.TryTake(WireCursor.Delimited(2)) && cursor.TryReadBytes(out ReadOnlySpan<byte> value))
            {
                entry = new Entry(0, cursor.At - value.Length, value.Length);
            }
            else
            {
                return false;
            }
        }

        if (!cursor.IsAtEnd) return false;
        cursor.Leave(outer);
        return true;
    }

    private void Add(Entry entry)
    {
        if (Count == entries.Length) Array.Resize(ref entries, Count * 2);
        entries[Count++] = entry;
    }

    /// <summary>A feature, and where its serialized tf.Feature stands.</summary>
    internal readonly record struct Entry(int Feature, int Start, int Length);
}
