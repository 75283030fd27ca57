using Snappier;

namespace Weir.Tables;

/// <summary>Undoes the compression of one block. TensorFlow's own builds write none; Snappy occurs in the wild.</summary>
internal static class BlockCompression
{
    public const byte None = 0;
    private const byte SnappyFormat = 1;

    /// <summary>Three compressed bytes give 64 at most; a block that claims more is refused before anything is allocated.</summary>
    private const int MaxExpansion = 22;

    /// <summary>The plain contents of a block.</summary>
    /// <param name="file">The table.</param>
    /// <param name="offset">The block's offset, for messages.</param>
    /// <param name="block">The block as stored.</param>
    /// <param name="format">The byte of the trailer that names the compression.</param>
    /// <exception cref="TfException">DATA_LOSS.</exception>
    public static ReadOnlyMemory<byte> Decompress(TableFile file, int offset, ReadOnlyMemory<byte> block, byte format) => format switch
    {
        None => block,
        SnappyFormat => DecompressSnappy(file, offset, block.Span),
        _ => throw file.Damaged($"bad block type {format} of the block at offset {offset}: expected 0 (none) or 1 (Snappy)"),
    };

    private static byte[] DecompressSnappy(TableFile file, int offset, ReadOnlySpan<byte> block)
    {
        int position = 0;
        if (!Varint.TryRead(block, ref position, out ulong length) || length > (ulong)Math.Min((long)block.Length * MaxExpansion, Array.MaxLength))
        {
            throw file.Damaged($"corrupted compressed block contents at offset {offset}: {block.Length} bytes can not hold {length}");
        }

        byte[] plain = new byte[length];
        try
        {
            int written = Snappy.Decompress(block, plain);
            if (written != plain.Length)
            {
                throw file.Damaged($"corrupted compressed block contents at offset {offset}: expected {length} bytes, found {written}");
            }
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or InvalidOperationException)
        {
            throw new TfException(StatusCode.DataLoss, $"{file.Path}: corrupted compressed block contents at offset {offset}: {e.Message}", e);
        }

        return plain;
    }
}
