namespace Weir.Ops;

/// <summary>A JPEG file, baseline or progressive, whose header was read, and how its pixels are wanted.</summary>
/// <remarks>Bit for bit what libjpeg-turbo gives of whole files; progressive files that end too soon are not smoothed. Source: jpeg_mem.cc.</remarks>
internal sealed class JpegImage
{
    private const long MostSamples = 1L << 29;

    private readonly JpegReader reader;
    private readonly JpegLayout layout;
    private readonly JpegColors colors;
    private readonly bool fast;

    private JpegImage(JpegReader reader, JpegLayout layout, JpegColors colors, bool fast) => (this.reader, this.layout, this.colors, this.fast) = (reader, layout, colors, fast);

    public int Width => layout.Width;

    public int Height => layout.Height;

    public int Channels => colors.Channels;

    /// <summary>Reads a file's header.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">How it is decoded.</param>
    /// <param name="requireRoom">Refuses so much memory beyond what may be used.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: it is damaged, or can not be decoded so.</exception>
    public static JpegImage Open(byte[] file, JpegOptions options, Action<long> requireRoom)
    {
        try
        {
            JpegReader reader = JpegReader.Open(file, options.RecoversTruncated);
            JpegFrame frame = reader.Frame;
            JpegColors colors = new(reader.ColorSpace, options.Channels == 0 ? Math.Min(frame.Components.Length, 3) : options.Channels, reader.HasAdobe);
            if ((long)options.Shrunk(frame.Width) * options.Shrunk(frame.Height) * frame.Components.Length >= MostSamples) throw new JpegError("Image too large");

            // A block takes a bit at least.
            if (!options.RecoversTruncated && frame.Blocks / 8 > file.Length) throw new JpegError("Premature end of JPEG file");
            requireRoom(frame.Blocks * JpegFrame.BlockSize * (sizeof(short) + sizeof(byte)));
            return new JpegImage(reader, new JpegLayout(frame, options), colors, options.FastTransform);
        }
        catch (JpegError)
        {
            throw Failed();
        }
    }

    /// <summary>The sizes and components of the image that a file holds.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: it is damaged.</exception>
    public static (int Height, int Width, int Channels) Measure(byte[] file)
    {
        try
        {
            if (ImageFormats.Of(file) != ImageFormat.Jpeg) throw new JpegError("Not a JPEG file");
            JpegReader reader = JpegReader.Open(file, recovers: false);
            reader.RequireScans();
            return (reader.Frame.Height, reader.Frame.Width, reader.Frame.Components.Length);
        }
        catch (JpegError)
        {
            throw new TfException(StatusCode.InvalidArgument, $"Invalid JPEG data, size {file.Length}");
        }
    }

    /// <summary>Decodes.</summary>
    /// <param name="pixels">Height times width times channels.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: the file is damaged.</exception>
    public void Decode(Span<byte> pixels, CancellationToken cancellation)
    {
        try
        {
            foreach (JpegComponent component in reader.Frame.Components) component.Coefficients = new short[component.StoredWide * component.StoredHigh * JpegFrame.BlockSize];
            reader.DecodeScans(cancellation);
        }
        catch (JpegError)
        {
            throw Failed();
        }

        JpegPlane[] planes = [.. reader.Frame.Components.Take(colors.Needed).Select((component, i) => new JpegPlane(component, layout.Windows[i], fast))];
        byte[][] rows = Array.ConvertAll(planes, plane => new byte[Math.Max(plane.Pixels, layout.Skipped + Width)]);
        for (int y = 0; y < Height; y++)
        {
            for (int i = 0; i < planes.Length; i++) planes[i].Read(layout.Top + y, rows[i]);
            colors.Convert(rows, layout.Skipped, pixels.Slice(y * Width * Channels, Width * Channels));
        }
    }

    private static TfException Failed() => new(StatusCode.InvalidArgument, "jpeg::Uncompress failed. Invalid JPEG data or crop window.");
}
