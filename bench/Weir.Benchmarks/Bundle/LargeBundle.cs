using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;
using Weir.Protos;
using Weir.Tables;

namespace Weir.Benchmarks.Bundle;

/// <summary>A checkpoint of 210 MB in a folder of its own: float32 tensors <c>layer_0000/w</c> ... of shape [1024,1024].</summary>
internal sealed class LargeBundle : IDisposable
{
    public const int TensorCount = 50;
    public const int TensorBytes = 1024 * 1024 * sizeof(float);
    public const long TotalBytes = (long)TensorCount * TensorBytes;

    private readonly string folder = Directory.CreateTempSubdirectory("weir-bundle-").FullName;

    public LargeBundle()
    {
        List<(byte[] Key, byte[] Value)> entries = [([], new BundleHeaderProto { NumShards = 1, Version = new VersionDef { Producer = 1 } }.ToByteArray())];
        using (FileStream data = File.Create(DataPath))
        {
            for (int i = 0; i < TensorCount; i++) entries.Add((Encoding.UTF8.GetBytes(Name(i)), WriteTensor(data, i)));
        }

        File.WriteAllBytes(Prefix + ".index", Table(entries));
    }

    public string Prefix => Path.Combine(folder, "model.ckpt");

    public string DataPath => Prefix + ".data-00000-of-00001";

    public static string Name(int i) => $"layer_{i:D4}/w";

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static byte[] WriteTensor(FileStream data, int i)
    {
        byte[] bytes = new byte[TensorBytes];
        for (int k = 0; k < TensorBytes / sizeof(float); k++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(k * sizeof(float)), ((k % 251) / 8f) + i);
        }

        BundleEntryProto entry = new()
        {
            Dtype = DataType.DtFloat,
            Shape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dim { Size = 1024 }, new TensorShapeProto.Types.Dim { Size = 1024 } } },
            Offset = data.Position,
            Size = TensorBytes,
            Crc32C = Crc32C.Mask(Crc32C.Compute(bytes)),
        };
        data.Write(bytes);
        return entry.ToByteArray();
    }

    /// <summary>A table of one data block whose keys share no prefixes.</summary>
    private static byte[] Table(List<(byte[] Key, byte[] Value)> entries)
    {
        MemoryStream table = new();
        byte[] data = WriteBlock(table, entries);
        byte[] meta = WriteBlock(table, []);
        byte[] index = WriteBlock(table, [(entries[^1].Key, data)]);
        byte[] footer = new byte[TableFile.FooterLength];
        meta.CopyTo(footer, 0);
        index.CopyTo(footer, meta.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(footer.AsSpan(footer.Length - sizeof(ulong)), TableFile.Magic);
        table.Write(footer);
        return table.ToArray();
    }

    /// <summary>Writes a block with its trailer and gives its handle.</summary>
    private static byte[] WriteBlock(MemoryStream table, List<(byte[] Key, byte[] Value)> entries)
    {
        MemoryStream block = new();
        List<int> restarts = entries.Count == 0 ? [0] : [];
        foreach ((byte[] key, byte[] value) in entries)
        {
            restarts.Add((int)block.Length);
            WriteVarints(block, 0, key.Length, value.Length);
            block.Write(key);
            block.Write(value);
        }

        foreach (int number in restarts.Append(restarts.Count)) block.Write(BitConverter.GetBytes(number));
        MemoryStream handle = new();
        WriteVarints(handle, table.Length, block.Length);
        block.WriteByte(0);
        table.Write(block.ToArray());
        table.Write(BitConverter.GetBytes(Crc32C.Mask(Crc32C.Compute(block.ToArray()))));
        return handle.ToArray();
    }

    private static void WriteVarints(MemoryStream stream, params ReadOnlySpan<long> values)
    {
        foreach (long value in values)
        {
            ulong rest = (ulong)value;
            for (; rest >= 0x80; rest >>= 7) stream.WriteByte((byte)(rest | 0x80));
            stream.WriteByte((byte)rest);
        }
    }
}
