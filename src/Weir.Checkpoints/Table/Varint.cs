namespace Weir.Tables;

/// <summary>Base-128 numbers, low bits first, as protobuf and tables write them.</summary>
internal static class Varint
{
    private const int LastShift64 = 63;
    private const int LastShift32 = 28;

    /// <summary>Reads a number of up to ten bytes; bits beyond the 64th are dropped.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="position">Where to start; moved behind the number.</param>
    /// <param name="value">The number.</param>
    /// <returns>False where the bytes end first or the number does not.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ref int position, out ulong value)
    {
        value = 0;
        for (int shift = 0; shift <= LastShift64 && (uint)position < (uint)bytes.Length; shift += 7)
        {
            byte next = bytes[position++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return true;
        }

        return false;
    }

    /// <summary>Reads a number of up to five bytes; bits beyond the 32nd are dropped.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="position">Where to start; moved behind the number.</param>
    /// <param name="value">The number.</param>
    /// <returns>False where the bytes end first or the number does not.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ref int position, out uint value)
    {
        value = 0;
        for (int shift = 0; shift <= LastShift32 && (uint)position < (uint)bytes.Length; shift += 7)
        {
            byte next = bytes[position++];
            value |= (uint)(next & 0x7f) << shift;
            if (next < 0x80) return true;
        }

        return false;
    }

    /// <summary>Appends a number.</summary>
    public static void Append(List<byte> bytes, ulong value)
    {
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
    }
}
