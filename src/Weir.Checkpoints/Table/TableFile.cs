using System.Buffers.Binary;

namespace Weir.Tables;

/// <summary>The bytes of a table in memory: its footer and its blocks, each checked before it is used.</summary>
/// <remarks>
/// Layout: blocks, each followed by a trailer (one byte that names the compression, four bytes of masked checksum over block and
/// name), then a footer of 48 bytes: the handles of the metaindex block (never read) and of the index block, padding, magic.
/// Source: TensorFlow's <c>table/format.cc</c>.
/// </remarks>
/// <param name="path">The file's name, for messages.</param>
/// <param name="bytes">The whole file.</param>
internal sealed class TableFile(string path, byte[] bytes)
{
    public const int FooterLength = (2 * BlockHandle.MaxLength) + sizeof(ulong);
    public const int TrailerLength = 1 + sizeof(uint);
    public const ulong Magic = 0xdb4775248b80fb57;

    public string Path { get; } = path;

    public int Length => bytes.Length;

    /// <summary>The handle of the index block.</summary>
    /// <exception cref="TfException">DATA_LOSS: this is not a table.</exception>
    public BlockHandle ReadFooter()
    {
        if (bytes.Length < FooterLength)
        {
            throw Damaged($"file is too short to be an sstable: expected at least {FooterLength} bytes, found {bytes.Length}");
        }

        int start = bytes.Length - FooterLength;
        ulong magic = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(bytes.Length - sizeof(ulong)));
        if (magic != Magic)
        {
            throw Damaged($"not an sstable (bad magic number): expected {Magic:x16} at offset {bytes.Length - sizeof(ulong)}, found {magic:x16}");
        }

        int position = start;
        ReadOnlySpan<byte> handles = bytes.AsSpan(0, bytes.Length - sizeof(ulong));
        if (!BlockHandle.TryRead(handles, ref position, out _) || !BlockHandle.TryRead(handles, ref position, out BlockHandle index))
        {
            throw Damaged($"bad block handle in the footer at offset {start}");
        }

        return index;
    }

    /// <summary>A block's contents, checked and decompressed.</summary>
    /// <exception cref="TfException">
    /// DATA_LOSS: it is damaged. OUT_OF_RANGE: it ends behind the file. INVALID_ARGUMENT: its offset is no offset.
    /// </exception>
    public TableBlock ReadBlock(BlockHandle handle)
    {
        CheckExtent(handle);
        int offset = (int)handle.Offset;
        int size = (int)handle.Size;
        ReadOnlySpan<byte> covered = bytes.AsSpan(offset, size + 1);
        uint stored = Crc32C.Unmask(BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(offset + size + 1)));
        uint found = Crc32C.Compute(covered);
        if (stored != found)
        {
            throw Damaged($"block checksum mismatch in the block at offset {offset} ({size} bytes): stored {stored:x8}, calculated {found:x8}");
        }

        return new TableBlock(this, offset, BlockCompression.Decompress(this, offset, bytes.AsMemory(offset, size), covered[size]));
    }

    /// <summary>Whether a block and its trailer lie within the file.</summary>
    /// <exception cref="TfException">They do not.</exception>
    public void CheckExtent(BlockHandle handle)
    {
        // Restart points are 32-bit numbers, so no block is larger.
        if (handle.Size > uint.MaxValue) throw Damaged($"handle.size() too big: a block of {handle.Size} bytes at offset {handle.Offset}");
        if (handle.Offset > long.MaxValue)
        {
            throw new TfException(StatusCode.InvalidArgument, $"{Path}; Invalid argument: a block can not lie at offset {handle.Offset}.");
        }

        if (handle.Offset + handle.Size + TrailerLength > (ulong)bytes.Length)
        {
            throw new TfException(StatusCode.OutOfRange, $"Read less bytes than requested: {Path} has {bytes.Length} bytes, "
                + $"a block of {handle.Size} bytes and its trailer are expected at offset {handle.Offset}.");
        }
    }

    public TfException Damaged(string what) => new(StatusCode.DataLoss, $"{Path}: {what}.");
}
