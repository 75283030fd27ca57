using System.Buffers.Binary;

namespace Weir;

/// <summary>Reads TFRecord files: records with their lengths and checksums, one after the other.</summary>
/// <remarks>Source: record_reader.cc (TensorFlow). A record is its length as uint64, the masked CRC32C of that, the bytes, their masked CRC32C; little-endian.</remarks>
public static class TfRecords
{
    private const int HeaderBytes = 12;
    private const int FooterBytes = 4;

    /// <summary>The records of a file, read as they are asked for.</summary>
    /// <param name="file">The file; not compressed. Stays the caller's.</param>
    /// <param name="maxRecordBytes">The most bytes that a record may have.</param>
    /// <exception cref="TfException">DATA_LOSS, while reading: a checksum does not fit, a record is cut or too long.</exception>
    public static IEnumerable<byte[]> Read(IModelFile file, int maxRecordBytes = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(file);
        return ReadAll(file, maxRecordBytes);
    }

    private static IEnumerable<byte[]> ReadAll(IModelFile file, int maxRecordBytes)
    {
        byte[] header = new byte[HeaderBytes];
        byte[] footer = new byte[FooterBytes];
        for (long offset = 0; offset < file.Length;)
        {
            if (file.Length - offset < HeaderBytes) throw Damaged(file, offset, "truncated record");
            file.ReadExactly(header, offset);
            Check(file, offset, header.AsSpan(0, 8), header.AsSpan(8));
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(header);
            if (length > (ulong)(file.Length - offset - HeaderBytes)) throw Damaged(file, offset, "truncated record");
            if (length > (ulong)maxRecordBytes) throw Damaged(file, offset, $"a record of {length} bytes, more than the limit of {maxRecordBytes}");
            byte[] record = new byte[length];
            file.ReadExactly(record, offset + HeaderBytes);
            long end = offset + HeaderBytes + record.Length;
            if (file.Length - end < FooterBytes) throw Damaged(file, offset, "truncated record");
            file.ReadExactly(footer, end);
            Check(file, offset, record, footer);
            offset = end + FooterBytes;
            yield return record;
        }
    }

    private static void Check(IModelFile file, long offset, ReadOnlySpan<byte> data, ReadOnlySpan<byte> masked)
    {
        if (Crc32C.Unmask(BinaryPrimitives.ReadUInt32LittleEndian(masked)) != Crc32C.Compute(data)) throw Damaged(file, offset, "corrupted record");
    }

    private static TfException Damaged(IModelFile file, long offset, string what) => new(StatusCode.DataLoss, $"{what} at {offset} of {file.Path}");
}
