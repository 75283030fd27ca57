using System.Buffers;
using System.Buffers.Binary;
using Snappier;
using Weir.Tables;

namespace Weir.Checkpoints.Tests.Table;

/// <summary>Writes a table the plain way, so that tests can say what is in it.</summary>
internal sealed class TableFileBuilder(int blockBytes = 4096, int restartInterval = 16, bool snappy = false)
{
    private readonly ArrayBufferWriter<byte> file = new();
    private readonly List<(byte[] Key, byte[] Value)> block = [];
    private readonly List<(byte[] Key, byte[] Value)> index = [];
    private int pending;

    public TableFileBuilder Add(byte[] key, byte[] value)
    {
        block.Add((key, value));
        pending += key.Length + value.Length;
        if (pending >= blockBytes) CloseBlock();
        return this;
    }

    public byte[] Finish()
    {
        if (block.Count > 0) CloseBlock();
        byte[] metaHandle = WriteBlock([], 1, false);
        byte[] indexHandle = WriteBlock(index, 1, false);
        byte[] footer = new byte[TableFile.FooterLength];
        metaHandle.CopyTo(footer, 0);
        indexHandle.CopyTo(footer, metaHandle.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(footer.AsSpan(^8..), TableFile.Magic);
        file.Write(footer);
        return file.WrittenSpan.ToArray();
    }

    private void CloseBlock()
    {
        index.Add((block[^1].Key, WriteBlock(block, restartInterval, snappy)));
        block.Clear();
        pending = 0;
    }

    private byte[] WriteBlock(List<(byte[] Key, byte[] Value)> entries, int interval, bool compress)
    {
        MemoryStream contents = new();
        List<int> restarts = [0];
        byte[] last = [];
        for (int i = 0; i < entries.Count; i++)
        {
            (byte[] key, byte[] value) = entries[i];
            bool restart = i % interval == 0;
            if (restart && i > 0) restarts.Add((int)contents.Length);
            int shared = restart ? 0 : key.AsSpan().CommonPrefixLength(last);
            WriteVarint(contents, (ulong)shared);
            WriteVarint(contents, (ulong)(key.Length - shared));
            WriteVarint(contents, (ulong)value.Length);
            contents.Write(key.AsSpan(shared));
            contents.Write(value);
            last = key;
        }

        byte[] number = new byte[4];
        foreach (int restart in restarts.Append(restarts.Count))
        {
            BinaryPrimitives.WriteInt32LittleEndian(number, restart);
            contents.Write(number);
        }

        return Append(compress ? Snappy.CompressToArray(contents.ToArray()) : contents.ToArray(), compress ? (byte)1 : (byte)0);
    }

    private byte[] Append(byte[] contents, byte format)
    {
        MemoryStream handle = new();
        WriteVarint(handle, (ulong)file.WrittenCount);
        WriteVarint(handle, (ulong)contents.Length);
        file.Write(contents);
        file.Write([format]);
        byte[] checksum = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, Crc32C.Mask(Crc32C.Append(Crc32C.Compute(contents), [format])));
        file.Write(checksum);
        return handle.ToArray();
    }

    internal static void WriteVarint(Stream stream, ulong value)
    {
        for (; value >= 0x80; value >>= 7) stream.WriteByte((byte)(value | 0x80));
        stream.WriteByte((byte)value);
    }
}
