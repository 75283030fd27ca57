namespace Weir.Ops;

/// <summary>How a JPEG file is written.</summary>
internal sealed record JpegEncoding
{
    /// <summary>From 0 to 100.</summary>
    public int Quality { get; init; } = 95;

    /// <summary>Whether the file shows the whole image coarsely at first.</summary>
    public bool Progressive { get; init; }

    /// <summary>Whether codes are made for this image, not taken from the standard.</summary>
    public bool OptimizeSize { get; init; }

    /// <summary>Whether colours have half as many samples a side as brightness.</summary>
    public bool ChromaDownsampling { get; init; } = true;

    /// <summary>1: pixels an inch, 2: pixels a centimeter.</summary>
    public int DensityUnit { get; init; } = 1;

    public int DensityX { get; init; } = 300;

    public int DensityY { get; init; } = 300;

    /// <summary>A description of the image that the file carries; empty: none.</summary>
    public byte[] Xmp { get; init; } = [];
}
