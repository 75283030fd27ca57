using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Weir.Ops;

/// <summary>Reads protobuf's wire format in place: no message, no copy, no allocation.</summary>
/// <remarks>
/// It accepts what TensorFlow's own fast reader accepts, over protobuf's CodedInputStream: a length that leads past what surrounds it ends there,
/// and the upper bits of a too large 32-bit number are dropped. Every read is bounded by <see cref="End"/>.
/// </remarks>
internal ref struct WireCursor(ReadOnlySpan<byte> bytes)
{
    private const int MaxVarintBytes = 10;

    private readonly ReadOnlySpan<byte> bytes = bytes;

    /// <summary>The offset of the next byte.</summary>
    public int At { get; private set; }

    /// <summary>Where the message that is being read ends.</summary>
    public int End { get; private set; } = bytes.Length;

    public readonly bool IsAtEnd => At >= End;

    /// <summary>The tag of a field with a length, of one byte.</summary>
    public static byte Delimited(int field) => (byte)((field << 3) | 2);

    public static byte Varint(int field) => (byte)(field << 3);

    public static byte Fixed32(int field) => (byte)((field << 3) | 5);

    /// <summary>Whether the next byte is this tag.</summary>
    public readonly bool IsNext(byte tag) => At < End && bytes[At] == tag;

    /// <summary>Takes a tag if it is next.</summary>
    public bool TryTake(byte tag)
    {
        if (!IsNext(tag)) return false;
        At++;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReadVarint(out ulong value)
    {
        if (At < End && bytes[At] < 0x80)
        {
            value = bytes[At++];
            return true;
        }

        return TryReadLongVarint(out value);
    }

    /// <summary>Reads numbers until the message ends or no room is left.</summary>
    /// <param name="values">The room.</param>
    /// <param name="count">How many were read.</param>
    public bool TryReadVarints(Span<long> values, out int count)
    {
        ReadOnlySpan<byte> source = bytes[At..End];
        int at = 0;
        for (count = 0; count < values.Length && at < source.Length; count++)
        {
            ulong value = source[at++];
            if (value >= 0x80)
            {
                value &= 0x7F;
                byte next = 0x80;
                for (int shift = 7; next >= 0x80; shift += 7)
                {
                    if (at >= source.Length || shift >= 7 * MaxVarintBytes) return false;
                    next = source[at++];
                    value |= (ulong)(next & 0x7F) << shift;
                }
            }

            values[count] = (long)value;
        }

        At += at;
        return true;
    }

    public bool TryReadLength(out int length)
    {
        bool isRead = TryReadVarint(out ulong value);
        length = (int)(uint)value;
        return isRead;
    }

    public bool TryReadFixed32(out uint value)
    {
        value = 0;
        if (End - At < sizeof(uint)) return false;
        value = BinaryPrimitives.ReadUInt32LittleEndian(bytes[At..]);
        At += sizeof(uint);
        return true;
    }

    /// <summary>Enters a message: a length, and an end no later than the one around it.</summary>
    /// <param name="outer">The end to give back to <see cref="Leave"/>.</param>
    public bool TryEnter(out int outer)
    {
        outer = End;
        if (!TryReadLength(out int length)) return false;
        if (length >= 0 && length < End - At) End = At + length;
        return true;
    }

    public void Leave(int outer) => End = outer;

    /// <summary>Reads a length and as many bytes.</summary>
    public bool TryReadBytes(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!TryReadLength(out int length) || (uint)length > (uint)(End - At)) return false;
        value = bytes.Slice(At, length);
        At += length;
        return true;
    }

    /// <summary>The next bytes, at most so many: fewer where the message ends.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        ReadOnlySpan<byte> taken = bytes.Slice(At, Math.Clamp(count, 0, End - At));
        At += taken.Length;
        return taken;
    }

    /// <summary>Passes over a field that nobody asked for. One whose length leads past the end takes the rest.</summary>
    public bool TrySkipField()
    {
        if (!TryReadVarint(out ulong tag)) return false;
        switch (tag & 7)
        {
            case 0:
                return TryReadVarint(out _);
            case 1:
                return TrySkip(sizeof(ulong));
            case 2:
                if (!TryReadLength(out int length)) return false;
                At = length < 0 || length > End - At ? End : At + length;
                return true;
            case 5:
                return TrySkip(sizeof(uint));
            default:
                return false;
        }
    }

    private bool TrySkip(int count)
    {
        if (End - At < count) return false;
        At += count;
        return true;
    }

    private bool TryReadLongVarint(out ulong value)
    {
        value = 0;
        for (int i = 0; i < MaxVarintBytes; i++)
        {
            if (At >= End) return false;
            byte next = bytes[At++];
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80) return true;
        }

        return false;
    }
}
