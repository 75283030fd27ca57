using System.Buffers.Binary;
using Google.Protobuf;
using Weir.Tables;

namespace Weir.Bundles;

/// <summary>A data file that is being written: tensors one behind the other, small ones gathered, each with its checksum.</summary>
internal sealed unsafe class TensorOutput(IModelFileWriter file) : IDisposable
{
    /// <summary>Checksum and copy go over a piece while it is in the cache.</summary>
    private const int PieceBytes = 256 << 10;

    private readonly byte[] buffer = new byte[PieceBytes];
    private int buffered;

    /// <summary>The bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>Appends the elements of a tensor.</summary>
    /// <returns>The checksum of its entry, unmasked.</returns>
    public uint Write(Tensor tensor)
    {
        if (tensor.DType == DType.String) return WriteStrings(tensor.Strings);
        if (tensor.DType == DType.Variant) return WriteVariants(tensor.Objects);
        uint checksum = 0;
        for (long at = 0; at < tensor.ByteCount; at += PieceBytes)
        {
            ReadOnlySpan<byte> piece = new(tensor.Data + at, (int)Math.Min(PieceBytes, tensor.ByteCount - at));
            checksum = Crc32C.Append(checksum, piece);
            Write(piece);
        }

        GC.KeepAlive(tensor);
        return checksum;
    }

    /// <summary>Brings everything to the disk.</summary>
    public void Finish()
    {
        Flush();
        file.FlushToDisk();
    }

    public void Dispose() => file.Dispose();

    /// <summary>The lengths, their checksum, all bytes: see <see cref="StringBlock"/>.</summary>
    private uint WriteStrings(byte[][] strings)
    {
        uint checksum = 0;
        Span<byte> number = stackalloc byte[sizeof(uint)];
        List<byte> length = [];
        foreach (byte[] text in strings)
        {
            // An array is never longer than what four bytes can say.
            BinaryPrimitives.WriteUInt32LittleEndian(number, (uint)text.Length);
            checksum = Crc32C.Append(checksum, number);
            length.Clear();
            Varint.Append(length, (uint)text.Length);
            Write(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(length));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(number, Crc32C.Mask(checksum));
        checksum = Crc32C.Append(checksum, number);
        Write(number);
        foreach (byte[] text in strings)
        {
            checksum = Crc32C.Append(checksum, text);
            Write(text);
        }

        return checksum;
    }

    /// <summary>Each element with the checksum of all before it: see <see cref="VariantBlock"/>.</summary>
    private uint WriteVariants(ReadOnlySpan<object> values)
    {
        uint checksum = 0;
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        List<byte> length = [];
        foreach (object value in values)
        {
            byte[] message = ((IStoredVariant)value).ToProto().ToByteArray();
            BinaryPrimitives.WriteUInt64LittleEndian(number, (ulong)message.Length);
            checksum = Crc32C.Append(Crc32C.Append(checksum, number), message);
            length.Clear();
            Varint.Append(length, (ulong)message.Length);
            Write(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(length));
            Write(message);
            BinaryPrimitives.WriteUInt32LittleEndian(number, Crc32C.Mask(checksum));
            checksum = Crc32C.Append(checksum, number[..sizeof(uint)]);
            Write(number[..sizeof(uint)]);
        }

        return checksum;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        if (bytes.Length > buffer.Length - buffered) Flush();
        if (bytes.Length >= buffer.Length)
        {
            file.Write(bytes);
            return;
        }

        bytes.CopyTo(buffer.AsSpan(buffered));
        buffered += bytes.Length;
    }

    private void Flush()
    {
        if (buffered == 0) return;
        file.Write(buffer.AsSpan(0, buffered));
        buffered = 0;
    }
}
