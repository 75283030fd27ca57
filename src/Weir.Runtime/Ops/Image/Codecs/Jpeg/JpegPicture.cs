namespace Weir.Ops;

/// <summary>An image as the coefficients of a JPEG file: in brightness and two colours, sampled, transformed and quantized.</summary>
/// <remarks>Edges are repeated to fill up blocks; blocks that fill up units have the mean of the one before. Source: jccolor.c, jcsample.c, jcprepct.c, jccoefct.c.</remarks>
internal sealed class JpegPicture
{
    private const int Half = 1 << 15;
    private const int Center = 128 << 16;

    /// <param name="pixels">Rows of pixels.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1: gray; 3: red, green and blue.</param>
    /// <param name="samples">The brightness samples across and down for one of a colour.</param>
    /// <param name="divisors">The quantization tables of brightness and of colours.</param>
    public JpegPicture(ReadOnlySpan<byte> pixels, int width, int height, int channels, int samples, byte[][] divisors)
    {
        Frame = JpegFrame.Of(width, height, channels, samples);
        for (int i = 0; i < channels; i++)
        {
            JpegComponent component = Frame.Components[i];
            (int wide, int high) = (component.BlocksWide * JpegFrame.BlockSide, component.BlocksHigh * JpegFrame.BlockSide);
            byte[] plane = Plane(pixels, width, height, channels, i, component.Across == Frame.MostAcross ? 1 : samples, wide, high);
            component.Coefficients = new short[component.StoredWide * component.StoredHigh * JpegFrame.BlockSize];
            for (int row = 0; row < component.BlocksHigh; row++)
            {
                for (int column = 0; column < component.BlocksWide; column++)
                {
                    JpegForwardTransform.Run(plane.AsSpan((row * JpegFrame.BlockSide * wide) + (column * JpegFrame.BlockSide)), wide, divisors[component.Quantization], component.Block(row, column));
                }
            }

            FillUp(component);
        }
    }

    public JpegFrame Frame { get; }

    private static byte[] Plane(ReadOnlySpan<byte> pixels, int width, int height, int channels, int channel, int step, int wide, int high)
    {
        byte[] plane = new byte[wide * high];
        int rows = (height + step - 1) / step;
        for (int y = 0; y < Math.Min(rows, high); y++)
        {
            for (int x = 0; x < wide; x++)
            {
                int sum = 0;
                for (int part = 0; part < step * step; part++)
                {
                    (int down, int across) = (Math.Min((y * step) + (part / step), height - 1), Math.Min((x * step) + (part % step), width - 1));
                    sum += Sample(pixels[(((down * width) + across) * channels)..], channels, channel);
                }

                // Halves are rounded up and down in turn.
                plane[(y * wide) + x] = (byte)(step == 1 ? sum : (sum + 1 + (x & 1)) >> 2);
            }
        }

        for (int y = rows; y < high; y++) plane.AsSpan((rows - 1) * wide, wide).CopyTo(plane.AsSpan(y * wide));
        return plane;
    }

    private static int Sample(ReadOnlySpan<byte> pixel, int channels, int channel) => channels == 1 ? pixel[0] : channel switch
    {
        0 => ((19595 * pixel[0]) + (38470 * pixel[1]) + (7471 * pixel[2]) + Half) >> 16,
        1 => ((-11059 * pixel[0]) - (21709 * pixel[1]) + (32768 * pixel[2]) + Center + Half - 1) >> 16,
        _ => ((32768 * pixel[0]) - (27439 * pixel[1]) - (5329 * pixel[2]) + Center + Half - 1) >> 16,
    };

    private static void FillUp(JpegComponent component)
    {
        for (int row = 0; row < component.StoredHigh; row++)
        {
            for (int column = 0; column < component.StoredWide; column++)
            {
                if (row < component.BlocksHigh && column < component.BlocksWide) continue;
                bool isBelow = row >= component.BlocksHigh;
                int before = isBelow ? (column / component.Across * component.Across) + component.Across - 1 : column - 1;
                component.Block(row, column)[0] = component.Block(isBelow ? row - 1 : row, before)[0];
            }
        }
    }
}
