using System.Buffers.Binary;

namespace Weir.Tables;

/// <summary>A sorted run of entries: keys that share prefixes with the key before, and restart points where a key is whole.</summary>
/// <remarks>Source: TensorFlow's <c>table/block.cc</c>.</remarks>
internal sealed class TableBlock
{
    private readonly TableFile file;
    private readonly int offset;
    private readonly ReadOnlyMemory<byte> contents;
    private readonly int restartsStart;
    private readonly int restartCount;

    /// <summary>Takes over the plain contents of a block.</summary>
    /// <exception cref="TfException">DATA_LOSS: the restart points do not fit. INTERNAL: there are none.</exception>
    public TableBlock(TableFile file, int offset, ReadOnlyMemory<byte> contents)
    {
        this.file = file;
        this.offset = offset;
        this.contents = contents;
        if (contents.Length < sizeof(uint)) throw file.Damaged($"bad block contents at offset {offset}: {contents.Length} bytes");
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(contents.Span[^sizeof(uint)..]);
        if (count > (contents.Length - sizeof(uint)) / sizeof(uint))
        {
            throw file.Damaged($"bad block contents at offset {offset}: {count} restart points in {contents.Length} bytes");
        }

        restartCount = (int)count;
        restartsStart = contents.Length - (sizeof(uint) * (restartCount + 1));
    }

    /// <summary>The entries, from the first.</summary>
    public BlockCursor First() => CursorAt(0);

    /// <summary>A cursor on the first entry whose key is not below a key.</summary>
    /// <param name="key">The key looked for.</param>
    /// <param name="cursor">On the entry found.</param>
    /// <returns>False where all keys are below.</returns>
    /// <exception cref="TfException">DATA_LOSS or INTERNAL: the block is damaged.</exception>
    public bool TrySeek(ReadOnlySpan<byte> key, out BlockCursor cursor)
    {
        int low = 0;
        int high = restartCount - 1;
        while (low < high)
        {
            int middle = low + ((high - low + 1) / 2);
            if (WholeKeyAt(RestartPoint(middle)).SequenceCompareTo(key) < 0) low = middle;
            else high = middle - 1;
        }

        cursor = CursorAt(low);
        while (cursor.MoveNext())
        {
            if (cursor.Key.SequenceCompareTo(key) >= 0) return true;
        }

        return false;
    }

    private BlockCursor CursorAt(int restart)
    {
        long start = restartCount == 0 ? long.MaxValue : RestartPoint(restart);
        if (start > restartsStart)
        {
            throw new TfException(StatusCode.Internal, $"{file.Path}: the block at offset {offset} has no usable restart point {restart}: "
                + $"it has {restartCount} restart points behind {restartsStart} bytes of entries.");
        }

        return new BlockCursor(this, (int)start);
    }

    private uint RestartPoint(int index) => BinaryPrimitives.ReadUInt32LittleEndian(contents.Span[(restartsStart + (index * sizeof(uint)))..]);

    private ReadOnlySpan<byte> WholeKeyAt(uint start)
    {
        if (start >= restartsStart) throw BadEntry(start);
        EntryLayout entry = ReadEntry((int)start);
        if (entry.Shared != 0) throw BadEntry(start);
        return Slice(entry.KeyStart, entry.KeyLength);
    }

    /// <summary>The sizes of an entry, once they are known to lie within the block.</summary>
    internal EntryLayout ReadEntry(int start)
    {
        ReadOnlySpan<byte> entries = contents.Span[..restartsStart];
        int position = start;
        if (!Varint.TryRead(entries, ref position, out uint shared) || !Varint.TryRead(entries, ref position, out uint own)
            || !Varint.TryRead(entries, ref position, out uint value) || (ulong)own + value > (ulong)(restartsStart - position))
        {
            throw BadEntry(start);
        }

        return new EntryLayout(shared, position, (int)own, (int)value);
    }

    internal bool IsEnd(int position) => position >= restartsStart;

    internal ReadOnlySpan<byte> Slice(int start, int length) => contents.Span.Slice(start, length);

    internal TfException BadEntry(long position) => file.Damaged($"bad entry in block at offset {offset}, {position} bytes into it");
}
