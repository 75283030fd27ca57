using System.Buffers.Binary;

namespace Weir.Bundles;

/// <summary>A string tensor in a data file: the lengths as varints, their masked checksum, then all bytes.</summary>
/// <remarks>
/// The checksum of the lengths is over four bytes for each (eight above 2^32 - 1) in the bundle's byte order; the entry's checksum
/// goes on over the stored checksum and the bytes. Source: <c>ReadStringTensor</c> in TensorFlow's <c>tensor_bundle.cc</c>.
/// </remarks>
internal ref struct StringBlock
{
    private readonly string key;
    private readonly bool bigEndian;
    private SequentialBytes bytes;

    /// <param name="extent">From the first length to the end of the data file.</param>
    /// <param name="bigEndian">Whether the bundle is big-endian.</param>
    /// <param name="key">The tensor's key, for messages.</param>
    public StringBlock(DataExtent extent, bool bigEndian, string key)
    {
        bytes = new SequentialBytes(extent);
        this.bigEndian = bigEndian;
        this.key = key;
    }

    /// <summary>Reads all strings and gives the checksum to be compared with the entry's.</summary>
    /// <param name="strings">Filled; no more of them than the extent has bytes.</param>
    /// <exception cref="TfException">DATA_LOSS or OUT_OF_RANGE: lengths or bytes are damaged.</exception>
    public uint Read(byte[][] strings)
    {
        ulong[] lengths = new ulong[strings.Length];
        uint checksum = ReadLengths(lengths);
        for (int i = 0; i < lengths.Length; i++)
        {
            if (lengths[i] > (ulong)bytes.Remaining) throw CutOff($"a string of {lengths[i]} bytes");
            if (lengths[i] == 0) continue;
            strings[i] = GC.AllocateUninitializedArray<byte>(checked((int)lengths[i]));
            bytes.ReadExactly(strings[i]);
            checksum = Crc32C.Append(checksum, strings[i]);
        }

        return checksum;
    }

    private uint ReadLengths(ulong[] lengths)
    {
        uint checksum = 0;
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        for (int i = 0; i < lengths.Length; i++)
        {
            if (!bytes.TryReadVarint(out lengths[i])) throw CutOff("a length that does not end");
            if (lengths[i] > (ulong)Math.Min(bytes.FileLength, Array.MaxLength))
            {
                throw new TfException(StatusCode.DataLoss,
                    $"Key {key}: string {i} has a length of {lengths[i]} bytes, {bytes.Path} has {bytes.FileLength}.");
            }

            int width = lengths[i] <= uint.MaxValue ? sizeof(uint) : sizeof(ulong);
            BinaryPrimitives.WriteUInt64LittleEndian(number, lengths[i]);
            if (bigEndian) number[..width].Reverse();
            checksum = Crc32C.Append(checksum, number[..width]);
        }

        Span<byte> stored = number[..sizeof(uint)];
        if (bytes.Remaining < stored.Length) throw CutOff("the checksum of the lengths");
        bytes.ReadExactly(stored);
        uint expected = Crc32C.Unmask(bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(stored) : BinaryPrimitives.ReadUInt32LittleEndian(stored));
        if (expected == checksum) return Crc32C.Append(checksum, stored);
        throw new TfException(StatusCode.DataLoss, $"The length checksum does not match: expected {expected:D8} but actual is {checksum:D8} "
            + $"(key {key}, {bytes.Path}, offset {bytes.Position - stored.Length})");
    }

    private readonly TfException CutOff(string needed) => new(StatusCode.OutOfRange,
        $"Read less bytes than requested: {bytes.Path} has {bytes.FileLength} bytes, key {key} needs {needed} at offset {bytes.Position}.");
}
