using System.Buffers.Binary;

namespace Weir.Ops;

/// <summary>Walks the chunks of a PNG file.</summary>
/// <remarks>The checksum of a chunk that decoding depends on must be right; another chunk is passed over if its is not.</remarks>
internal ref struct PngChunks(ReadOnlySpan<byte> file)
{
    public const int SignatureLength = 8;

    private const int HeadLength = 8;
    private const int ChecksumLength = 4;

    private readonly ReadOnlySpan<byte> file = file;
    private int at = SignatureLength;

    /// <summary>The four letters of the chunk, as a number.</summary>
    public uint Type { get; private set; }

    public ReadOnlySpan<byte> Data { get; private set; }

    /// <summary>Whether a decoder that does not know the chunk must give up.</summary>
    public readonly bool IsCritical => (Type & 0x2000_0000) == 0;

    /// <summary>The letters of a chunk's name as a number.</summary>
    public static uint Name(ReadOnlySpan<byte> letters) => BinaryPrimitives.ReadUInt32BigEndian(letters);

    /// <summary>Goes on to the next chunk.</summary>
    /// <returns>False: the file ends, or is damaged here.</returns>
    public bool TryNext()
    {
        while (at <= file.Length - HeadLength)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > file.Length - at - HeadLength - ChecksumLength) return false;
            ReadOnlySpan<byte> named = file.Slice(at + 4, 4 + (int)length);
            Type = Name(named);
            Data = named[4..];
            bool isWhole = PngChecksum.Compute(named) == BinaryPrimitives.ReadUInt32BigEndian(file[(at + HeadLength + (int)length)..]);
            at += HeadLength + (int)length + ChecksumLength;
            if (isWhole) return true;
            if (IsCritical) return false;
        }

        return false;
    }
}
