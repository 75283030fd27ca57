namespace Weir.Ops;

/// <summary>How a JPEG file is decoded.</summary>
internal sealed record JpegOptions
{
    /// <summary>1 or 3; 0: as the file has it.</summary>
    public int Channels { get; init; }

    /// <summary>The image's sides are divided by 1, 2, 4 or 8.</summary>
    public int Ratio { get; init; } = 1;

    /// <summary>Whether colours of fewer pixels than the image has are interpolated, not repeated.</summary>
    public bool FancyUpscaling { get; init; } = true;

    /// <summary>Whether a file that ends too soon counts as far as it goes; the rest is gray.</summary>
    public bool RecoversTruncated { get; init; }

    /// <summary>Whether the cosine transform is the fast one, which is off by a few levels.</summary>
    public bool FastTransform { get; init; } = true;

    /// <summary>The part of the image that is wanted, in pixels of the result; null: all.</summary>
    public (int Top, int Left, int Height, int Width)? Crop { get; init; }

    /// <summary>The pixels that so many become at the ratio.</summary>
    public int Shrunk(int pixels) => (pixels + Ratio - 1) / Ratio;
}
