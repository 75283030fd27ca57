namespace Weir.Ops;

/// <summary>The sizes of a JPEG image and of its components.</summary>
internal sealed class JpegFrame
{
    public const int BlockSide = 8;
    public const int BlockSize = BlockSide * BlockSide;

    private const int MostPixels = 65500;
    private const int MostComponents = 10;

    private JpegFrame(int width, int height, bool isProgressive, JpegComponent[] components)
    {
        (Width, Height, IsProgressive, Components) = (width, height, isProgressive, components);
        (MostAcross, MostDown) = (components.Max(one => one.Across), components.Max(one => one.Down));
        Columns = (width + (MostAcross * BlockSide) - 1) / (MostAcross * BlockSide);
        Rows = (height + (MostDown * BlockSide) - 1) / (MostDown * BlockSide);
        foreach (JpegComponent one in components) one.Measure(this);
    }

    public int Width { get; }

    public int Height { get; }

    public bool IsProgressive { get; }

    public JpegComponent[] Components { get; }

    /// <summary>The most samples across of any component, where the least has one.</summary>
    public int MostAcross { get; }

    /// <summary>The same, down.</summary>
    public int MostDown { get; }

    /// <summary>The units of all components together that a row has.</summary>
    public int Columns { get; }

    /// <summary>The rows of such units.</summary>
    public int Rows { get; }

    /// <summary>All blocks, those that only fill up units included.</summary>
    public long Blocks => Components.Sum(one => (long)one.StoredWide * one.StoredHigh);

    /// <summary>The frame of an image that is to be encoded.</summary>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1: brightness alone; 3: two colours as well.</param>
    /// <param name="samples">The brightness samples a side for one of a colour.</param>
    public static JpegFrame Of(int width, int height, int channels, int samples) =>
        new(width, height, isProgressive: false, [.. Enumerable.Range(0, channels).Select(i => new JpegComponent(i + 1, i == 0 ? samples : 1, i == 0 ? samples : 1, i == 0 ? 0 : 1))]);

    /// <summary>Reads the segment of a frame.</summary>
    /// <exception cref="JpegError">A size can not be.</exception>
    public static JpegFrame Read(ReadOnlySpan<byte> segment, bool isProgressive)
    {
        if (segment.Length < 6) throw new JpegError("Bogus marker length");
        (int precision, int height, int width, int count) = (segment[0], (segment[1] << 8) | segment[2], (segment[3] << 8) | segment[4], segment[5]);
        if (height == 0 || width == 0 || count == 0) throw new JpegError("Empty JPEG image (DNL not supported)");
        if (segment.Length != 6 + (3 * count)) throw new JpegError("Bogus marker length");
        if (width > MostPixels || height > MostPixels) throw new JpegError($"Maximum supported image dimension is {MostPixels} pixels");
        if (precision != 8) throw new JpegError($"Unsupported JPEG data precision {precision}");
        if (count > MostComponents) throw new JpegError($"Too many color components: {count}, max {MostComponents}");
        JpegComponent[] components = new JpegComponent[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> one = segment.Slice(6 + (3 * i), 3);
            (int across, int down) = (one[1] >> 4, one[1] & 15);
            if (across is 0 or > 4 || down is 0 or > 4) throw new JpegError("Bogus sampling factors");
            components[i] = new JpegComponent(one[0], across, down, one[2]);
        }

        return new JpegFrame(width, height, isProgressive, components);
    }
}

/// <summary>One component of a JPEG image: a plane of brightness or of a colour.</summary>
/// <param name="id">What scans call it.</param>
/// <param name="across">Its samples across a unit, in blocks.</param>
/// <param name="down">The same, down.</param>
/// <param name="quantization">Which table it is divided by.</param>
internal sealed class JpegComponent(int id, int across, int down, int quantization)
{
    public int Id => id;

    public int Across => across;

    public int Down => down;

    public int Quantization => quantization;

    /// <summary>The blocks that a row of the image needs.</summary>
    public int BlocksWide { get; private set; }

    public int BlocksHigh { get; private set; }

    /// <summary>The blocks of a row with those that fill up the last unit.</summary>
    public int StoredWide { get; private set; }

    public int StoredHigh { get; private set; }

    /// <summary>The divisors, row by row, as they were when its first scan began; null: there was none.</summary>
    public ushort[]? Divisors { get; set; }

    /// <summary>The coefficients: row by row of blocks, each row by row.</summary>
    public short[] Coefficients { get; set; } = [];

    public void Measure(JpegFrame frame)
    {
        (BlocksWide, BlocksHigh) = (Blocks(frame.Width, across, frame.MostAcross), Blocks(frame.Height, down, frame.MostDown));
        (StoredWide, StoredHigh) = (frame.Columns * across, frame.Rows * down);
    }

    public Span<short> Block(int row, int column) => Coefficients.AsSpan(((row * StoredWide) + column) * JpegFrame.BlockSize, JpegFrame.BlockSize);

    private static int Blocks(int pixels, int samples, int most) => ((pixels * samples) + (most * JpegFrame.BlockSide) - 1) / (most * JpegFrame.BlockSide);
}
