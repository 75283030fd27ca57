using System.Buffers.Binary;

namespace Weir.Ops;

/// <summary>A BMP file of one, three or four bytes a pixel whose header was checked. A palette counts as gray.</summary>
/// <remarks>Source: decode_image_op.cc.</remarks>
internal sealed class BmpImage
{
    private const int LeastLength = 32;
    private const long MostPixels = int.MaxValue / 8;

    private readonly byte[] file;
    private readonly int begin;
    private readonly int rowBytes;
    private readonly int bytesPerPixel;
    private readonly bool topDown;

    private BmpImage(byte[] file, int begin, int width, int height, int bytesPerPixel, int rowBytes, int channels)
    {
        (this.file, this.begin, this.rowBytes, this.bytesPerPixel, topDown) = (file, begin, rowBytes, bytesPerPixel, height < 0);
        (Width, Height, Channels) = (width, Math.Abs(height), channels == 0 ? bytesPerPixel : channels);
    }

    public int Width { get; }

    public int Height { get; }

    public int Channels { get; }

    /// <summary>Reads and checks a file's header.</summary>
    /// <param name="file">The file.</param>
    /// <param name="channels">3 or 4; 0: as many as a pixel has bytes.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: it is damaged, or of another kind.</exception>
    public static BmpImage Open(byte[] file, int channels)
    {
        Require(file.Length >= LeastLength, $"Incomplete bmp content, requires at least 32 bytes to find the header size, width, height, and bpp, got {file.Length} bytes");
        (int begin, int width, int height) = (Int32(10), Int32(18), Int32(22));
        int bytesPerPixel = BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(28)) / 8;
        Require(bytesPerPixel is 1 or 3 or 4, $"Number of channels inherent in the image must be 1, 3 or 4, was {bytesPerPixel}");
        Require(width > 0, "Width must be positive");
        Require(height != 0, "Height must be nonzero");
        Require(begin >= 0, "header size must be nonnegative");
        long rows = Math.Abs((long)height), rowBytes = (((long)bytesPerPixel * width) + 3) / 4 * 4;
        Require(width * rows < MostPixels, "Total possible pixel bytes must be less than 2^30");
        long difference = file.Length - begin - (rowBytes * rows);
        Require(difference == 0, $"Input size should match (header_size + row_size * abs_height) but they differ by {difference}");
        return new BmpImage(file, begin, width, height, bytesPerPixel, (int)rowBytes, channels);

        int Int32(int at) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));
    }

    /// <summary>Decodes to height times width times channels bytes.</summary>
    public void Decode(Span<byte> pixels)
    {
        for (int row = 0; row < Height; row++)
        {
            ReadOnlySpan<byte> line = file.AsSpan(begin + ((topDown ? row : Height - 1 - row) * rowBytes), rowBytes);
            for (int column = 0; column < Width; column++)
            {
                ReadOnlySpan<byte> pixel = line.Slice(column * bytesPerPixel, bytesPerPixel);
                Span<byte> target = pixels.Slice(((row * Width) + column) * Channels, Channels);
                if (bytesPerPixel == 1) target.Fill(pixel[0]);
                else (target[0], target[1], target[2]) = (pixel[2], pixel[1], pixel[0]);
                if (Channels == 4) target[3] = bytesPerPixel == 4 ? pixel[3] : byte.MaxValue;
            }
        }
    }

    private static void Require(bool condition, string message)
    {
        if (!condition) throw new TfException(StatusCode.InvalidArgument, message);
    }
}
