namespace Weir.Tables;

/// <summary>How an entry of a block lies: the bytes its key shares with the key before, its own part of the key, its value.</summary>
internal readonly record struct EntryLayout(uint Shared, int KeyStart, int KeyLength, int ValueLength)
{
    public int ValueStart => KeyStart + KeyLength;

    public int End => ValueStart + ValueLength;
}

/// <summary>Walks the entries of a block in order and puts their keys together.</summary>
/// <remarks>A key never grows by more than the bytes it reads, so a forged prefix length costs nothing.</remarks>
internal struct BlockCursor(TableBlock block, int start)
{
    private byte[] key = [];
    private int keyLength;
    private int next = start;
    private EntryLayout entry;

    /// <summary>The current key; valid until the cursor moves.</summary>
    public readonly ReadOnlySpan<byte> Key => key.AsSpan(0, keyLength);

    /// <summary>The current value; valid as long as the table.</summary>
    public readonly ReadOnlySpan<byte> Value => block.Slice(entry.ValueStart, entry.ValueLength);

    /// <summary>Goes to the next entry.</summary>
    /// <returns>False at the end of the block.</returns>
    /// <exception cref="TfException">DATA_LOSS: the entry is damaged.</exception>
    public bool MoveNext()
    {
        if (block.IsEnd(next)) return false;
        entry = block.ReadEntry(next);
        if (entry.Shared > (uint)keyLength) throw block.BadEntry(next);
        int length = (int)entry.Shared + entry.KeyLength;
        if (length > key.Length) Array.Resize(ref key, Math.Max(length, 2 * key.Length));
        block.Slice(entry.KeyStart, entry.KeyLength).CopyTo(key.AsSpan((int)entry.Shared));
        keyLength = length;
        next = entry.End;
        return true;
    }
}
