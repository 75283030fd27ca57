namespace Weir.Tables;

/// <summary>A sorted table of keys and values, in memory: point look-up and ordered scan. Safe for concurrent use.</summary>
/// <remarks>
/// Opening reads the index block alone; a data block is checked and decompressed when it is first touched, and kept.
/// Source: TensorFlow's <c>table/table.cc</c>.
/// </remarks>
internal sealed class SortedTable
{
    private static readonly Comparer<BlockHandle> ByOffset = Comparer<BlockHandle>.Create((a, b) => a.Offset.CompareTo(b.Offset));

    private readonly TableFile file;
    private readonly TableBlock index;
    private readonly BlockHandle[] handles;
    private readonly TableBlock?[] blocks;

    private SortedTable(TableFile file)
    {
        this.file = file;
        index = file.ReadBlock(file.ReadFooter());
        handles = ReadHandles(file, index);
        blocks = new TableBlock?[handles.Length];
    }

    /// <summary>The file's name, for messages.</summary>
    public string Path => file.Path;

    /// <summary>The bytes of the file.</summary>
    public long FileLength => file.Length;

    /// <summary>Opens a table.</summary>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="bytes">The whole file; not copied.</param>
    /// <exception cref="TfException">DATA_LOSS, OUT_OF_RANGE, INVALID_ARGUMENT or INTERNAL: it is damaged.</exception>
    public static SortedTable Open(string path, byte[] bytes) => new(new TableFile(path, bytes));

    /// <summary>A cursor on the first entry whose key is not below a key.</summary>
    /// <param name="key">The key looked for.</param>
    /// <param name="cursor">On the entry found.</param>
    /// <returns>False where all keys are below.</returns>
    /// <exception cref="TfException">The table is damaged.</exception>
    public bool TrySeek(ReadOnlySpan<byte> key, out BlockCursor cursor)
    {
        cursor = default;
        if (handles.Length == 0 || !index.TrySeek(key, out BlockCursor found)) return false;
        return Block(SlotOf(ReadHandle(file, found))).TrySeek(key, out cursor);
    }

    /// <summary>The value of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value; valid as long as the table.</param>
    /// <returns>False where there is no such key.</returns>
    /// <exception cref="TfException">The table is damaged.</exception>
    public bool TryGet(ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        bool found = TrySeek(key, out BlockCursor cursor) && cursor.Key.SequenceEqual(key);
        value = found ? cursor.Value : default;
        return found;
    }

    /// <summary>All entries in order.</summary>
    public TableScan Scan() => new(this);

    internal int BlockCount => handles.Length;

    internal TableBlock Block(int slot)
    {
        // Two readers may both decode a block; either result serves.
        TableBlock? block = Volatile.Read(ref blocks[slot]);
        if (block is null) Volatile.Write(ref blocks[slot], block = file.ReadBlock(handles[slot]));
        return block;
    }

    private int SlotOf(BlockHandle handle)
    {
        int slot = Array.BinarySearch(handles, handle, ByOffset);
        if (slot < 0 || handles[slot] != handle) throw file.Damaged($"bad entry in the index block: no block at offset {handle.Offset}");
        return slot;
    }

    /// <summary>Checks that blocks follow each other: so all of them together are no larger than the file.</summary>
    private static BlockHandle[] ReadHandles(TableFile file, TableBlock index)
    {
        List<BlockHandle> handles = [];
        ulong end = 0;
        for (BlockCursor cursor = index.First(); cursor.MoveNext();)
        {
            BlockHandle handle = ReadHandle(file, cursor);
            file.CheckExtent(handle);
            if (handle.Offset < end)
            {
                throw file.Damaged($"bad entry in the index block: the block at offset {handle.Offset} begins before {end}, where the one before it ends");
            }

            end = handle.Offset + handle.Size + TableFile.TrailerLength;
            handles.Add(handle);
        }

        return [.. handles];
    }

    private static BlockHandle ReadHandle(TableFile file, in BlockCursor cursor)
    {
        int position = 0;
        if (!BlockHandle.TryRead(cursor.Value, ref position, out BlockHandle handle)) throw file.Damaged("bad block handle in the index block");
        return handle;
    }
}
