namespace Weir.Ops;

/// <summary>The frames of a GIF file, drawn one over another on a canvas as large as the largest of them.</summary>
/// <remarks>A file that is damaged behind a whole frame counts up to there. Disposal is not looked at. Source: gif_io.cc; giflib.</remarks>
internal sealed class GifImage
{
    public const int Channels = 3;

    private const byte FrameMark = (byte)',';
    private const byte ExtensionMark = (byte)'!';
    private const byte EndMark = (byte)';';
    private const byte GraphicsControl = 0xF9;

    private readonly List<GifFrame> frames;
    private readonly int fileLength;

    private GifImage(List<GifFrame> frames, int fileLength)
    {
        (this.frames, this.fileLength) = (frames, fileLength);
        (Width, Height) = (frames.Max(frame => frame.Width), frames.Max(frame => frame.Height));
    }

    public int Frames => frames.Count;

    public int Width { get; }

    public int Height { get; }

    /// <summary>Reads the frames.</summary>
    /// <param name="file">The file.</param>
    /// <param name="requireRoom">Refuses so much memory beyond what may be used.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: there is none that is whole.</exception>
    public static GifImage Open(byte[] file, Action<long> requireRoom)
    {
        List<GifFrame> frames = [];
        try
        {
            GifBytes bytes = new(file);
            bytes.Skip("GIF89a".Length);
            Read(bytes, frames, requireRoom);
            if (frames.Count == 0) throw new GifError("No Image Descriptor detected");
        }
        catch (GifError e)
        {
            if (frames.Count == 0 || e.EndsTooSoon) throw Invalid(file.Length, $"failed to slurp gif file: {e.Message}");
        }

        return new GifImage(frames, file.Length);
    }

    /// <summary>Decodes so many frames, each of height times width times three bytes.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: a frame's colours are not there.</exception>
    public void Decode(int count, Span<byte> pixels)
    {
        int size = Width * Height * Channels;
        try
        {
            for (int i = 0; i < count; i++)
            {
                Span<byte> canvas = pixels.Slice(i * size, size);
                if (i == 0) canvas.Clear();
                else pixels.Slice((i - 1) * size, size).CopyTo(canvas);
                frames[i].Draw(canvas, Width, Height, i);
            }
        }
        catch (GifError e)
        {
            throw Invalid(fileLength, e.Message);
        }
    }

    private static TfException Invalid(int length, string reason) => new(StatusCode.InvalidArgument, $"Invalid GIF data (size {length}), {reason}");

    private static void Read(GifBytes bytes, List<GifFrame> frames, Action<long> requireRoom)
    {
        bytes.Skip(4); // the screen's size
        int flags = bytes.Next();
        bytes.Skip(2);
        byte[]? palette = ReadPalette(ref bytes, flags);
        long room = 0;
        int? transparent = null;
        while (true)
        {
            switch (bytes.Next())
            {
                case EndMark:
                    return;
                case ExtensionMark:
                    ReadExtension(ref bytes, ref transparent);
                    break;
                case FrameMark:
                    frames.Add(ReadFrame(ref bytes, palette, transparent ?? -1, requireRoom, ref room));
                    transparent = null;
                    break;
                default:
                    throw new GifError("Wrong record type detected");
            }
        }
    }

    private static byte[]? ReadPalette(ref GifBytes bytes, int flags) => (flags & 0x80) == 0 ? null : bytes.Next(3 << ((flags & 7) + 1)).ToArray();

    /// <remarks>Of several controls before a frame the first counts.</remarks>
    private static void ReadExtension(ref GifBytes bytes, ref int? transparent)
    {
        bool isControl = bytes.Next() == GraphicsControl;
        int length = bytes.Next();
        if (length == 0) return;
        ReadOnlySpan<byte> block = bytes.Next(length);
        if (isControl && transparent is null) transparent = length == 4 && (block[0] & 1) != 0 ? block[3] : -1;
        bytes.SkipBlocks();
    }

    private static GifFrame ReadFrame(ref GifBytes bytes, byte[]? palette, int transparent, Action<long> requireRoom, ref long room)
    {
        (int left, int top, int width, int height) = (bytes.NextUInt16(), bytes.NextUInt16(), bytes.NextUInt16(), bytes.NextUInt16());
        int flags = bytes.Next();
        byte[]? own = ReadPalette(ref bytes, flags);
        int codeSize = bytes.Next();
        if (codeSize is 0 or > 8 || width == 0 || height == 0 || (long)width * height > int.MaxValue) throw new GifError("Image is defective, decoding aborted");
        if ((long)width * height > (long)bytes.Left * GifLzw.MostIndicesPerByte) throw new GifError("Failed to read from given file");
        room += (long)width * height;
        requireRoom(room);
        GifLzw indices = new(bytes, codeSize);
        byte[] rows = new byte[width * height];
        bool isInterlaced = (flags & 0x40) != 0;
        ReadOnlySpan<(int First, int Step)> passes = isInterlaced ? [(0, 8), (4, 8), (2, 4), (1, 2)] : [(0, 1)];
        foreach ((int first, int step) in passes)
        {
            for (int row = first; row < height; row += step) indices.Read(rows.AsSpan(row * width, width));
        }

        bytes = indices.Finish();
        return new GifFrame(left, top, width, height, own ?? palette, transparent, rows);
    }
}
