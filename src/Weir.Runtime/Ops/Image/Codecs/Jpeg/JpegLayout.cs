namespace Weir.Ops;

/// <summary>How the components of a JPEG image lie under what is decoded of it, at a ratio and in a part.</summary>
/// <remarks>
/// A component of fewer samples than the image shrinks less where that saves interpolating it. A part begins at a unit's border for
/// everything but its last step, so that the samples at its left edge have no neighbours there. Source: jdmaster.c, jdapistd.c.
/// </remarks>
internal sealed class JpegLayout
{
    private const int LeastWidthToBlend = 3;

    private readonly JpegFrame frame;
    private readonly int side;

    /// <exception cref="JpegError">A component's samples do not divide the image's.</exception>
    public JpegLayout(JpegFrame frame, JpegOptions options)
    {
        (this.frame, side) = (frame, JpegFrame.BlockSide / options.Ratio);
        (int fullWidth, int fullHeight) = (options.Shrunk(frame.Width), options.Shrunk(frame.Height));
        (Top, int left, int height, int width) = options.Crop ?? (0, 0, fullHeight, fullWidth);
        if (options.Crop is not null)
        {
            bool isInside = width > 0 && height > 0 && left >= 0 && Top >= 0 && (long)Top + height <= fullHeight && (long)left + width <= fullWidth;
            if (!isInside) throw new JpegError("Invalid crop window");
        }

        int unit = side * (frame.Components.Length == 1 ? 1 : frame.MostAcross), begin = left / unit * unit;
        (Skipped, Width, Height) = (left - begin, width, height);
        int all = Skipped + width;
        int[] sides = Array.ConvertAll(frame.Components, Side);
        bool choosesAgain = Array.Exists(frame.Components, one => Samples(all, one, Side(one)) < 2 && Samples(fullWidth, one, Side(one)) >= 2);
        Windows = new JpegWindow[sides.Length];
        for (int i = 0; i < sides.Length; i++)
        {
            JpegComponent one = frame.Components[i];
            (int across, int down) = (one.Across * sides[i] / side, one.Down * sides[i] / side);
            if (frame.MostAcross % across != 0 || frame.MostDown % down != 0) throw new JpegError("Fractional sampling not implemented yet");
            (across, down) = (frame.MostAcross / across, frame.MostDown / down);
            int chosenBy = Samples(choosesAgain ? all : fullWidth, one, sides[i]);
            bool blends = options.FancyUpscaling && side > 1 && ((across == 1 && down == 2) || (across == 2 && down <= 2 && chosenBy >= LeastWidthToBlend));
            int rows = ((frame.Height * one.Down * sides[i]) + (frame.MostDown * JpegFrame.BlockSide) - 1) / (frame.MostDown * JpegFrame.BlockSide);
            Windows[i] = new JpegWindow(sides[i], begin * one.Across * sides[i] / (frame.MostAcross * side), Samples(all, one, sides[i]), rows, across, down, blends);
        }
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>The first row.</summary>
    public int Top { get; }

    /// <summary>The pixels from the unit's border to the first that is wanted.</summary>
    public int Skipped { get; }

    /// <summary>One for each component.</summary>
    public JpegWindow[] Windows { get; }

    // The samples that a block of a component becomes, a side.
    private int Side(JpegComponent one)
    {
        int samples = side;
        while (samples < JpegFrame.BlockSide && frame.MostAcross * side % (one.Across * samples * 2) == 0 && frame.MostDown * side % (one.Down * samples * 2) == 0) samples *= 2;
        return samples;
    }

    private int Samples(int pixels, JpegComponent one, int samples) => ((pixels * one.Across * samples) + (frame.MostAcross * side) - 1) / (frame.MostAcross * side);
}

/// <summary>How a component lies under the image.</summary>
/// <param name="Side">The samples that a block becomes, a side.</param>
/// <param name="Begin">The first sample of a row that is looked at.</param>
/// <param name="Width">How many are.</param>
/// <param name="Height">The rows of samples.</param>
/// <param name="Across">The pixels that a sample covers across.</param>
/// <param name="Down">The same, down.</param>
/// <param name="Blends">Whether pixels between samples are interpolated.</param>
internal readonly record struct JpegWindow(int Side, int Begin, int Width, int Height, int Across, int Down, bool Blends);
