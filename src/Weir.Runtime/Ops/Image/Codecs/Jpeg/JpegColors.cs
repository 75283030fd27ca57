namespace Weir.Ops;

/// <summary>Turns rows of a JPEG image's components into pixels, gray or red, green and blue.</summary>
/// <remarks>Fixed-point arithmetic with 16 bits behind the point. Source: jdcolor.c; jpeg_mem.cc for inks.</remarks>
internal sealed class JpegColors
{
    private const int Half = 1 << 15;

    private static readonly int[] RedOfCr = Table(cr => ((91881 * cr) + Half) >> 16);
    private static readonly int[] BlueOfCb = Table(cb => ((116130 * cb) + Half) >> 16);
    private static readonly int[] GreenOfCr = Table(cr => -46802 * cr);
    private static readonly int[] GreenOfCb = Table(cb => (-22554 * cb) + Half);

    private readonly JpegColorSpace space;
    private readonly bool isInverted;

    /// <param name="space">What the components are.</param>
    /// <param name="channels">1: gray; 3: colours.</param>
    /// <param name="isInverted">Whether inks stand for their absence.</param>
    /// <exception cref="JpegError">There is no way from one to the other.</exception>
    public JpegColors(JpegColorSpace space, int channels, bool isInverted)
    {
        bool isKnown = channels switch
        {
            1 => space is JpegColorSpace.Gray or JpegColorSpace.YCbCr or JpegColorSpace.Rgb,
            3 => space != JpegColorSpace.Unknown,
            _ => false,
        };
        if (!isKnown) throw new JpegError("Unsupported color conversion request");
        (this.space, Channels, this.isInverted) = (space, channels, isInverted);
    }

    public int Channels { get; }

    /// <summary>How many components are looked at.</summary>
    public int Needed => Channels == 1 && space != JpegColorSpace.Rgb ? 1 : space switch
    {
        JpegColorSpace.Gray => 1,
        JpegColorSpace.Rgb or JpegColorSpace.YCbCr => 3,
        _ => 4,
    };

    /// <summary>Converts a row.</summary>
    /// <param name="rows">A row of each component that is needed.</param>
    /// <param name="first">The first sample that is wanted.</param>
    /// <param name="pixels">As many pixels as are wanted.</param>
    public void Convert(byte[][] rows, int first, Span<byte> pixels)
    {
        if (Needed == 1)
        {
            ReadOnlySpan<byte> gray = rows[0].AsSpan(first, pixels.Length / Channels);
            if (Channels == 1) gray.CopyTo(pixels);
            else for (int i = 0; i < gray.Length; i++) pixels.Slice(3 * i, 3).Fill(gray[i]);
            return;
        }

        int count = pixels.Length / Channels;
        for (int i = 0; i < count; i++)
        {
            (int a, int b, int c) = (rows[0][first + i], rows[1][first + i], rows[2][first + i]);
            if (Channels == 1)
            {
                pixels[i] = (byte)(((19595 * a) + (38470 * b) + (7471 * c) + Half) >> 16);
                continue;
            }

            if (space is JpegColorSpace.YCbCr or JpegColorSpace.Ycck) (a, b, c) = Colors(a, b, c);
            if (space is JpegColorSpace.Cmyk or JpegColorSpace.Ycck) (a, b, c) = Inks(a, b, c, rows[3][first + i]);
            (pixels[3 * i], pixels[(3 * i) + 1], pixels[(3 * i) + 2]) = ((byte)a, (byte)b, (byte)c);
        }
    }

    private static (int Red, int Green, int Blue) Colors(int y, int cb, int cr) =>
        (Bound(y + RedOfCr[cr]), Bound(y + ((GreenOfCb[cb] + GreenOfCr[cr]) >> 16)), Bound(y + BlueOfCb[cb]));

    private static int Bound(int value) => Math.Clamp(value, 0, 255);

    private static int[] Table(Func<int, int> function) => [.. Enumerable.Range(-128, 256).Select(function)];

    private (int Red, int Green, int Blue) Inks(int c, int m, int y, int k)
    {
        if (space == JpegColorSpace.Ycck) (c, m, y) = (255 - c, 255 - m, 255 - y);
        return isInverted ? (k * c / 255, k * m / 255, k * y / 255) : ((255 - k) * (255 - c) / 255, (255 - k) * (255 - m) / 255, (255 - k) * (255 - y) / 255);
    }
}
