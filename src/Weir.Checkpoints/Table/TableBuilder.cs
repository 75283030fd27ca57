using System.Buffers.Binary;

namespace Weir.Tables;

/// <summary>Writes a sorted table: blocks of entries, an empty metaindex block, the index block, the footer. Nothing is compressed.</summary>
/// <remarks>Source: TensorFlow's <c>table/table_builder.cc</c>; the bytes are the same.</remarks>
/// <param name="file">Where it is written, from the start.</param>
internal sealed class TableBuilder(IModelFileWriter file)
{
    /// <summary>A block is closed at the first entry that takes it to this size.</summary>
    private const int BlockSize = 256 << 10;

    private const int RestartInterval = 16;

    private readonly BlockBuilder data = new(RestartInterval);
    private readonly BlockBuilder index = new(restartInterval: 1);
    private byte[]? lastKey;
    private BlockHandle pending;
    private bool isPending;
    private ulong offset;

    /// <summary>Adds an entry, whose key follows all others in byte order.</summary>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (isPending) AddToIndex(SeparatorKeys.Between(lastKey!, key));
        data.Add(key, value);
        lastKey = key.ToArray();
        if (data.Size >= BlockSize) CloseBlock();
    }

    /// <summary>Writes the rest of the table.</summary>
    public void Finish()
    {
        if (!data.IsEmpty) CloseBlock();
        BlockHandle metaindex = WriteBlock(new BlockBuilder(RestartInterval).Finish());
        if (isPending) AddToIndex(SeparatorKeys.After(lastKey!));
        BlockHandle indexHandle = WriteBlock(index.Finish());
        List<byte> footer = [];
        metaindex.Append(footer);
        indexHandle.Append(footer);
        Span<byte> padded = stackalloc byte[TableFile.FooterLength];
        padded.Clear();
        footer.ToArray().CopyTo(padded);
        BinaryPrimitives.WriteUInt64LittleEndian(padded[^sizeof(ulong)..], TableFile.Magic);
        file.Write(padded);
    }

    private void CloseBlock()
    {
        pending = WriteBlock(data.Finish());
        isPending = true;
    }

    private void AddToIndex(ReadOnlySpan<byte> key)
    {
        List<byte> handle = [];
        pending.Append(handle);
        index.Add(key, handle.ToArray());
        isPending = false;
    }

    private BlockHandle WriteBlock(byte[] block)
    {
        Span<byte> trailer = stackalloc byte[TableFile.TrailerLength];
        trailer[0] = BlockCompression.None;
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[1..], Crc32C.Mask(Crc32C.Append(Crc32C.Compute(block), trailer[..1])));
        file.Write(block);
        file.Write(trailer);
        BlockHandle handle = new(offset, (ulong)block.Length);
        offset += (ulong)(block.Length + trailer.Length);
        return handle;
    }
}
