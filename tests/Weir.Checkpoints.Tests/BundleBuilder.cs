using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;
using Weir.Checkpoints.Tests.Table;
using Weir.Protos;

namespace Weir.Checkpoints.Tests;

/// <summary>Writes a bundle of one shard into memory, right or forged, entry by entry.</summary>
internal sealed class BundleBuilder
{
    private readonly SortedDictionary<string, (byte[] Key, byte[] Value)> entries = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> data = new();

    public BundleHeaderProto Header { get; } = new() { NumShards = 1, Version = new VersionDef { Producer = 1 } };

    /// <summary>Adds an entry and its bytes; what a test changes in the entry is what it forges.</summary>
    public BundleBuilder Add(byte[] key, DType dtype, long[] shape, byte[] bytes, Action<BundleEntryProto>? forge = null)
    {
        BundleEntryProto entry = new()
        {
            Dtype = (DataType)(int)dtype,
            Shape = new TensorShapeProto(),
            Offset = data.WrittenCount,
            Size = bytes.Length,
            Crc32C = Crc32C.Mask(Crc32C.Compute(bytes)),
        };
        entry.Shape.Dim.AddRange(shape.Select(size => new TensorShapeProto.Types.Dim { Size = size }));
        data.Write(bytes);
        forge?.Invoke(entry);
        entries.Add(Convert.ToHexString(key), (key, entry.ToByteArray()));
        return this;
    }

    public BundleBuilder Add(string name, DType dtype, long[] shape, byte[] bytes, Action<BundleEntryProto>? forge = null) =>
        Add(System.Text.Encoding.UTF8.GetBytes(name), dtype, shape, bytes, forge);

    public BundleBuilder AddFloats(string name, params float[] values)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        return Add(name, DType.Float32, [values.Length], bytes);
    }

    public MemoryFiles Finish(string prefix = "m")
    {
        TableFileBuilder table = new();
        table.Add([], Header.ToByteArray());
        foreach ((byte[] key, byte[] value) in entries.Values) table.Add(key, value);
        return new MemoryFiles { [prefix + ".index"] = table.Finish(), [prefix + ".data-00000-of-00001"] = data.WrittenSpan.ToArray() };
    }

    /// <summary>The bytes of a string tensor: lengths, their checksum, contents; and the checksum of the entry.</summary>
    public static (byte[] Bytes, uint Masked) Strings(bool bigEndian, params byte[][] values)
    {
        MemoryStream bytes = new();
        uint checksum = 0;
        byte[] number = new byte[4];
        foreach (byte[] value in values)
        {
            TableFileBuilder.WriteVarint(bytes, (ulong)value.Length);
            Write(number, (uint)value.Length, bigEndian);
            checksum = Crc32C.Append(checksum, number);
        }

        Write(number, Crc32C.Mask(checksum), bigEndian);
        bytes.Write(number);
        checksum = Crc32C.Append(checksum, number);
        foreach (byte[] value in values)
        {
            bytes.Write(value);
            checksum = Crc32C.Append(checksum, value);
        }

        return (bytes.ToArray(), Crc32C.Mask(checksum));
    }

    private static void Write(byte[] number, uint value, bool bigEndian)
    {
        if (bigEndian) BinaryPrimitives.WriteUInt32BigEndian(number, value);
        else BinaryPrimitives.WriteUInt32LittleEndian(number, value);
    }
}
