namespace Weir.Tables;

/// <summary>Where a block lies in its table: as stored, and not yet checked against the file.</summary>
/// <param name="Offset">The offset of the block's first byte.</param>
/// <param name="Size">The bytes of the block without its trailer.</param>
internal readonly record struct BlockHandle(ulong Offset, ulong Size)
{
    /// <summary>The most bytes that a handle takes: two varints.</summary>
    public const int MaxLength = 20;

    public static bool TryRead(ReadOnlySpan<byte> bytes, ref int position, out BlockHandle handle)
    {
        bool read = Varint.TryRead(bytes, ref position, out ulong offset) & Varint.TryRead(bytes, ref position, out ulong size);
        handle = new BlockHandle(offset, size);
        return read;
    }

    public void Append(List<byte> bytes)
    {
        Varint.Append(bytes, Offset);
        Varint.Append(bytes, Size);
    }
}
