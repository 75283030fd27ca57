using System.IO.Compression;
using System.Numerics;

namespace Weir.Ops;

/// <summary>A PNG file whose header was read, and how its pixels are wanted.</summary>
/// <remarks>Bytes are taken to words by 257, words to bytes by their high half. Source: png_io.cc; libpng.</remarks>
internal sealed class PngImage
{
    private readonly byte[] file;
    private readonly PngHeader header;

    private PngImage(byte[] file, PngHeader header, int channels)
    {
        (this.file, this.header) = (file, header);
        Channels = channels == 0 ? header.Channels : channels;
    }

    public int Width => header.Width;

    public int Height => header.Height;

    public int Channels { get; }

    /// <summary>Reads a file's header.</summary>
    /// <param name="file">The file.</param>
    /// <param name="channels">1, 3 or 4: gray, colour, colour with alpha; 0: as the file has it.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: it is damaged.</exception>
    public static PngImage Open(byte[] file, int channels)
    {
        PngChunks chunks = new(file);
        return PngHeader.Read(ref chunks) is { } header
            ? new PngImage(file, header, channels)
            : throw new TfException(StatusCode.InvalidArgument, "Invalid PNG. Failed to initialize decoder.");
    }

    /// <summary>Refuses a file that is too short for its pixels, before memory is made for them.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: it is.</exception>
    public void RequireEnough()
    {
        const int MostBytesPerByte = 1032; // what deflate can do at its best
        if ((long)Height * header.RowBytes(Width) > (long)file.Length * MostBytesPerByte) throw Damaged();
    }

    /// <summary>Decodes.</summary>
    /// <typeparam name="T">Bytes, or words of 16 bits.</typeparam>
    /// <param name="pixels">Height times width times channels.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: the file is damaged.</exception>
    public void Decode<T>(Span<T> pixels)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (Compressed() is not { } compressed || !TryDecode(compressed, pixels)) throw Damaged();
    }

    private TfException Damaged() => new(StatusCode.InvalidArgument, $"Invalid PNG data, size {file.Length}");

    /// <summary>The data of all chunks of pixels, if the file is whole.</summary>
    private byte[]? Compressed()
    {
        PngChunks chunks = new(file);
        using MemoryStream data = new(file.Length);
        bool isOver = false; // pixels stand in chunks next to each other
        while (chunks.TryNext())
        {
            if (chunks.Type == PngChunks.Name("IDAT"u8))
            {
                if (!isOver) data.Write(chunks.Data);
                continue;
            }

            isOver = data.Length > 0;
            if (chunks.Type == PngChunks.Name("IEND"u8)) return data.ToArray();
            if (chunks.IsCritical && chunks.Type != PngChunks.Name("IHDR"u8) && chunks.Type != PngChunks.Name("PLTE"u8)) return null;
        }

        return null;
    }

    private bool TryDecode<T>(byte[] compressed, Span<T> pixels)
        where T : unmanaged, IBinaryInteger<T>
    {
        const int Head = 2, Deflate = 8, MostWindow = 7, HasDictionary = 0x20;
        if (compressed.Length < Head || (compressed[0] & 0xF) != Deflate || compressed[0] >> 4 > MostWindow) return false;
        if (((compressed[0] << 8) | compressed[1]) % 31 != 0 || (compressed[1] & HasDictionary) != 0) return false;
        using DeflateStream rows = new(new MemoryStream(compressed, Head, compressed.Length - Head), CompressionMode.Decompress);
        PngPixels<T> converter = new(header, Channels);
        int step = Math.Max(1, header.Samples * header.Depth / 8);
        byte[] above = new byte[header.RowBytes(Width)], row = new byte[above.Length];
        try
        {
            foreach (PngPass pass in PngPass.Of(header))
            {
                int columns = pass.Columns(Width), length = header.RowBytes(columns);
                if (columns <= 0) continue;
                above.AsSpan().Clear();
                for (int y = pass.FirstRow; y < Height; y += pass.RowStep)
                {
                    int filter = rows.ReadByte();
                    if (filter is < 0 or >= PngFilter.Count) return false;
                    rows.ReadExactly(row, 0, length);
                    PngFilter.Undo(filter, row.AsSpan(0, length), above, step);
                    converter.Convert(row, columns, pixels.Slice(((y * Width) + pass.FirstColumn) * Channels), pass.ColumnStep * Channels);
                    (row, above) = (above, row);
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            return false;
        }

        return true;
    }
}
