using System.Buffers.Binary;
using System.Numerics;

namespace Weir.Bundles;

/// <summary>An encoding of names and numbers whose byte order is their order: the keys of slices are made of it.</summary>
/// <remarks>Source: TensorFlow's <c>ordered_code.cc</c>.</remarks>
internal static class OrderedCode
{
    private const byte Escape1 = 0x00;
    private const byte Escape2 = 0xff;
    private const byte NullCharacter = 0xff;
    private const byte Separator = 0x01;
    private const byte FfCharacter = 0x00;

    /// <summary>The key under which a slice of a tensor is stored.</summary>
    /// <param name="name">The tensor's key.</param>
    /// <param name="slice">The slice as its writer gave it; a full extent is start 0, length -1.</param>
    public static byte[] SliceKey(ReadOnlySpan<byte> name, TensorSlice slice)
    {
        List<byte> key = [];
        AppendNumber(key, 0);
        AppendString(key, name);
        AppendNumber(key, (ulong)slice.Rank);
        for (int i = 0; i < slice.Rank; i++)
        {
            AppendSigned(key, slice.Start(i));
            AppendSigned(key, slice.Length(i));
        }

        return [.. key];
    }

    private static void AppendString(List<byte> key, ReadOnlySpan<byte> text)
    {
        foreach (byte value in text)
        {
            key.Add(value);
            if (value == Escape1) key.Add(NullCharacter);
            else if (value == Escape2) key.Add(FfCharacter);
        }

        key.Add(Escape1);
        key.Add(Separator);
    }

    /// <summary>The number of bytes, then the bytes, high ones first, without leading zeros.</summary>
    private static void AppendNumber(List<byte> key, ulong value)
    {
        int length = (64 - BitOperations.LeadingZeroCount(value) + 7) / 8;
        key.Add((byte)length);
        for (int i = length - 1; i >= 0; i--) key.Add((byte)(value >> (8 * i)));
    }

    /// <summary>As many leading ones as bytes follow each other (zeros for a negative number), then sign and bits, high ones first.</summary>
    private static void AppendSigned(List<byte> key, long value)
    {
        ulong magnitude = (ulong)(value < 0 ? ~value : value);
        int bits = 64 - BitOperations.LeadingZeroCount(magnitude);
        int length = (bits / 7) + 1;

        // Ten bytes hold the two's complement number with its sign extended; the last `length` of them are written.
        Span<byte> bytes = stackalloc byte[10];
        bytes[..2].Fill((byte)(value < 0 ? 0xff : 0x00));
        BinaryPrimitives.WriteInt64BigEndian(bytes[2..], value);
        Span<byte> written = bytes[(10 - length)..];
        ushort header = (ushort)~(0xffff >> length);
        written[0] ^= (byte)(header >> 8);
        if (length > 1) written[1] ^= (byte)header;
        key.AddRange(written);
    }
}
