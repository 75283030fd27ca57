using System.Buffers.Binary;

namespace Weir.Ops;

/// <summary>What kind of pixels a PNG file has.</summary>
[Flags]
internal enum PngColors
{
    Gray = 0,
    Indexed = 1,
    Color = 2,
    Alpha = 4,
    Palette = Color | Indexed,
}

/// <summary>What stands in a PNG file before its pixels: sizes, kind of pixels, palette and transparency.</summary>
/// <param name="Width">Pixels of a row, from 1.</param>
/// <param name="Height">Rows, from 1.</param>
/// <param name="Depth">Bits of a sample: 1, 2, 4, 8 or 16.</param>
/// <param name="Colors">The kind of pixels.</param>
/// <param name="IsInterlaced">Whether pixels come in seven passes.</param>
/// <param name="Palette">Red, green and blue of each index.</param>
/// <param name="Transparency">Of a palette: the alpha of the first indices. Else: the samples, 16 bits each, of the one colour that is transparent. Null: none.</param>
/// <remarks>Source of what is refused: the PNG specification; libpng, also for its limit of a million pixels a side.</remarks>
internal sealed record PngHeader(int Width, int Height, int Depth, PngColors Colors, bool IsInterlaced, byte[] Palette, byte[]? Transparency)
{
    private const int HeaderLength = 13;
    private const int MostPixels = 1_000_000;
    private const int StandardGamma = 45_455;

    /// <summary>The power by which light became samples, in 1/100000; 0: not said.</summary>
    public int Gamma { get; private init; }

    /// <summary>The samples of a pixel in the file.</summary>
    public int Samples => Colors switch
    {
        PngColors.Gray or PngColors.Palette => 1,
        PngColors.Gray | PngColors.Alpha => 2,
        PngColors.Color => 3,
        _ => 4,
    };

    public bool IsPalette => Colors == PngColors.Palette;

    public bool HasColor => (Colors & PngColors.Color) != 0;

    public bool HasAlpha => (Colors & PngColors.Alpha) != 0;

    /// <summary>The channels that pixels have by themselves.</summary>
    public int Channels => IsPalette ? Transparency is null ? 3 : 4 : Samples;

    /// <summary>The bytes of a row of so many pixels.</summary>
    public int RowBytes(int width) => (int)((((long)width * Samples * Depth) + 7) / 8);

    /// <summary>Reads up to the first chunk of pixels.</summary>
    /// <returns>Null: the file is damaged, or no PNG.</returns>
    public static PngHeader? Read(ref PngChunks chunks)
    {
        if (!chunks.TryNext() || chunks.Type != PngChunks.Name("IHDR"u8) || Start(chunks.Data) is not { } header) return null;
        while (chunks.TryNext())
        {
            if (chunks.Type == PngChunks.Name("IDAT"u8)) return header.IsPalette && header.Palette.Length == 0 ? null : header;
            if (chunks.Type == PngChunks.Name("PLTE"u8))
            {
                bool fits = chunks.Data.Length is > 0 and <= 3 * 256 && chunks.Data.Length % 3 == 0;
                if (!header.IsPalette) continue;
                if (!fits || header.Palette.Length > 0) return null;
                header = header with { Palette = chunks.Data[..Math.Min(chunks.Data.Length, 3 << header.Depth)].ToArray() };
            }
            else if (chunks.Type == PngChunks.Name("tRNS"u8))
            {
                if (header.TransparencyFits(chunks.Data.Length)) header = header with { Transparency = chunks.Data.ToArray() };
            }
            else if (chunks.Type == PngChunks.Name("sRGB"u8)) header = header with { Gamma = StandardGamma };
            else if (chunks.Type == PngChunks.Name("gAMA"u8))
            {
                if (header.Gamma == 0 && chunks.Data.Length == sizeof(int)) header = header with { Gamma = BinaryPrimitives.ReadInt32BigEndian(chunks.Data) };
            }
            else if (chunks.IsCritical) return null;
        }

        return null;
    }

    private static PngHeader? Start(ReadOnlySpan<byte> data)
    {
        if (data.Length != HeaderLength) return null;
        (uint width, uint height) = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
        (int depth, PngColors colors, int compression, int filter, int interlace) = (data[8], (PngColors)data[9], data[10], data[11], data[12]);
        bool hasDepth = colors switch
        {
            PngColors.Gray => depth is 1 or 2 or 4 or 8 or 16,
            PngColors.Palette => depth is 1 or 2 or 4 or 8,
            PngColors.Color or PngColors.Alpha or (PngColors.Color | PngColors.Alpha) => depth is 8 or 16,
            _ => false,
        };
        bool isSane = hasDepth && width is > 0 and <= MostPixels && height is > 0 and <= MostPixels && compression == 0 && filter == 0 && interlace <= 1;
        return isSane ? new PngHeader((int)width, (int)height, depth, colors, interlace == 1, [], null) : null;
    }

    private bool TransparencyFits(int length) => Transparency is null && !HasAlpha
        && (IsPalette ? length > 0 && length <= Palette.Length / 3 : length == 2 * Samples);
}
