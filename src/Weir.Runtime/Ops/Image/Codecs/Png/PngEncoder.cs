using System.Buffers.Binary;
using System.IO.Compression;

namespace Weir.Ops;

/// <summary>Writes PNG files: gray or colour, with alpha or without, of bytes or words of 16 bits.</summary>
/// <remarks>Each row is filtered so that its differences are small. The files decode to what TensorFlow's do; their bytes depend on the compressor.</remarks>
internal static class PngEncoder
{
    /// <summary>Encodes an image.</summary>
    /// <param name="pixels">Rows of pixels, words in the machine's order.</param>
    /// <param name="width">Pixels of a row, from 1.</param>
    /// <param name="height">Rows, from 1.</param>
    /// <param name="channels">1 to 4: gray, gray with alpha, colour, colour with alpha.</param>
    /// <param name="isWide">Whether samples have 16 bits.</param>
    /// <param name="compression">From 0, none, to 9; -1: a level that is neither slow nor large.</param>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int channels, bool isWide, int compression)
    {
        using MemoryStream file = new();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        PngColors colors = channels switch
        {
            1 => PngColors.Gray,
            2 => PngColors.Gray | PngColors.Alpha,
            3 => PngColors.Color,
            _ => PngColors.Color | PngColors.Alpha,
        };
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = ((byte)(isWide ? 16 : 8), (byte)colors);
        header[10..].Clear();
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(pixels, width, height, channels, isWide, compression));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        byte[] named = [.. name, .. data];
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(named);
        BinaryPrimitives.WriteUInt32BigEndian(number, PngChecksum.Compute(named));
        file.Write(number);
    }

    private static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> pixels, int width, int height, int channels, bool isWide, int compression)
    {
        const int UsualLevel = 6;
        int step = channels * (isWide ? 2 : 1), length = width * step;
        byte[] above = new byte[length], row = new byte[length], tried = new byte[length], best = new byte[length + 1];
        using MemoryStream data = new();
        using (ZLibStream compressor = new(data, new ZLibCompressionOptions { CompressionLevel = compression < 0 ? UsualLevel : compression }, leaveOpen: true))
        {
            for (int y = 0; y < height; y++)
            {
                pixels.Slice(y * length, length).CopyTo(row);
                if (isWide && BitConverter.IsLittleEndian) Swap(row);
                Filter(row, above, step, tried, best);
                compressor.Write(best);
                (row, above) = (above, row);
            }
        }

        return data.GetBuffer().AsSpan(0, (int)data.Length);
    }

    private static void Filter(byte[] row, byte[] above, int step, byte[] tried, byte[] best)
    {
        long least = long.MaxValue;
        for (int filter = 0; filter < PngFilter.Count; filter++)
        {
            PngFilter.Apply(filter, row, above, step, tried);
            long sum = 0;
            foreach (byte difference in tried) sum += Math.Abs((int)(sbyte)difference);
            if (sum >= least) continue;
            least = sum;
            best[0] = (byte)filter;
            tried.CopyTo(best, 1);
        }
    }

    private static void Swap(Span<byte> words)
    {
        for (int i = 0; i < words.Length; i += 2) (words[i], words[i + 1]) = (words[i + 1], words[i]);
    }
}
