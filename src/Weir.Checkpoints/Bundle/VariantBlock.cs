using System.Buffers.Binary;
using Google.Protobuf;
using Weir.Protos;

namespace Weir.Bundles;

/// <summary>A variant tensor in a data file: for each element its length as a varint, a VariantTensorDataProto, and the masked checksum of all that came before.</summary>
/// <remarks>The checksum is over eight bytes for a length. Source: <c>ReadVariantTensor</c> and <c>WriteVariantTensor</c> in TensorFlow's <c>tensor_bundle.cc</c>.</remarks>
internal static class VariantBlock
{
    /// <summary>Reads all elements and gives the checksum to be compared with the entry's.</summary>
    /// <param name="extent">From the first length to the end of the data file.</param>
    /// <param name="key">The tensor's key, for messages.</param>
    /// <param name="values">Filled with messages; no more of them than the extent has bytes.</param>
    /// <exception cref="TfException">DATA_LOSS or OUT_OF_RANGE: lengths or bytes are damaged.</exception>
    public static uint Read(DataExtent extent, string key, object[] values)
    {
        SequentialBytes bytes = new(extent);
        uint checksum = 0;
        byte[] stored = new byte[sizeof(uint)];
        byte[] number = new byte[sizeof(ulong)];
        for (int i = 0; i < values.Length; i++)
        {
            if (!bytes.TryReadVarint(out ulong length)) throw CutOff(extent, key, bytes.Position);
            if (length > (ulong)Math.Clamp(bytes.Remaining - sizeof(uint), 0, Array.MaxLength)) throw CutOff(extent, key, bytes.Position);
            BinaryPrimitives.WriteUInt64LittleEndian(number, length);
            checksum = Crc32C.Append(checksum, number);
            byte[] message = GC.AllocateUninitializedArray<byte>((int)length);
            bytes.ReadExactly(message);
            checksum = Crc32C.Append(checksum, message);
            bytes.ReadExactly(stored);
            uint expected = Crc32C.Unmask(BinaryPrimitives.ReadUInt32LittleEndian(stored));
            if (expected != checksum)
            {
                throw new TfException(StatusCode.DataLoss, $"The checksum after Variant {i} does not match. Expected: {expected}, got: {checksum} (key {key}, {extent.File.Path})");
            }

            checksum = Crc32C.Append(checksum, stored);
            values[i] = Parse(message, key);
        }

        return checksum;
    }

    private static VariantTensorDataProto Parse(byte[] message, string key)
    {
        try
        {
            return VariantTensorDataProto.Parser.ParseFrom(message);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new TfException(StatusCode.DataLoss, $"Key {key}: a variant can not be parsed: {e.Message}", e);
        }
    }

    private static TfException CutOff(DataExtent extent, string key, long position) => new(StatusCode.OutOfRange,
        $"Read less bytes than requested: {extent.File.Path} has {extent.File.Length} bytes, key {key} needs more at offset {position}.");
}
