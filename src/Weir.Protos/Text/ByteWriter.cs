using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Weir.Protos.Text;

/// <summary>A growing array of bytes that knows protobuf's varints and length prefixes.</summary>
internal sealed class ByteWriter(int capacity)
{
    /// <summary>Length prefixes are written after their content, into five bytes: a varint may carry leading zero groups.</summary>
    public const int LengthBytes = 5;

    private byte[] _bytes = new byte[Math.Max(capacity, 64)];
    private int _count;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

    /// <summary>Free space for at least <paramref name="size"/> bytes; <see cref="Advance"/> tells how many were used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int size)
    {
        if (size > _bytes.Length - _count)
            Grow(size);
        return _bytes.AsSpan(_count);
    }

    public void Advance(int size) => _count += size;

    public void Byte(byte value)
    {
        Reserve(1)[0] = value;
        _count++;
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Reserve(value.Length));
        _count += value.Length;
    }

    public void Fill(byte value, int count)
    {
        Reserve(count)[..count].Fill(value);
        _count += count;
    }

    public void Varint(ulong value)
    {
        Span<byte> to = Reserve(10);
        int i = 0;
        while (value >= 0x80)
        {
            to[i++] = (byte)(value | 0x80);
            value >>= 7;
        }
        to[i++] = (byte)value;
        _count += i;
    }

    public void Fixed32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Reserve(4), value);
        _count += 4;
    }

    public void Fixed64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Reserve(8), value);
        _count += 8;
    }

    /// <summary>Begins a length-delimited value; <see cref="End"/> takes the result.</summary>
    public int Begin()
    {
        Reserve(LengthBytes);
        _count += LengthBytes;
        return _count;
    }

    /// <summary>Ends the value that began at <paramref name="start"/>.</summary>
    public void End(int start)
    {
        uint length = (uint)(_count - start);
        Span<byte> to = _bytes.AsSpan(start - LengthBytes, LengthBytes);
        for (int i = 0; i < LengthBytes - 1; i++, length >>= 7)
            to[i] = (byte)(length | 0x80);
        to[^1] = (byte)length;
    }

    /// <summary>The bytes written since <paramref name="start"/>.</summary>
    public ReadOnlySpan<byte> Since(int start) => _bytes.AsSpan(start, _count - start);

    /// <summary>Forgets the bytes written since <paramref name="start"/>.</summary>
    public void Rewind(int start) => _count = start;

    private void Grow(int size)
    {
        long needed = (long)_count + size;
        if (needed > Array.MaxLength)
            throw new TfException(StatusCode.InvalidArgument, $"The message takes more than {Array.MaxLength} bytes, protobuf's limit.");
        Array.Resize(ref _bytes, (int)Math.Min(Math.Max(needed, 2L * _bytes.Length), Array.MaxLength));
    }
}
