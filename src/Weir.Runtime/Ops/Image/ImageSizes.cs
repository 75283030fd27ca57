namespace Weir.Ops;

/// <summary>What ops that resize images check of their inputs, and the shape that follows.</summary>
/// <remarks>Source: image_resizer_state.h.</remarks>
internal readonly record struct ImageSizes(int Batch, int Rows, int Columns, int Channels, int OutputRows, int OutputColumns)
{
    /// <summary>The shape rule: [batch, height, width, channels] of which an input says height and width.</summary>
    /// <param name="c">The rule's context.</param>
    /// <param name="sizeInput">The input that says them.</param>
    /// <param name="batch">How many images, if more is known of that than input 0 says.</param>
    public static void Infer(ShapeContext c, int sizeInput = 1, long batch = -1)
    {
        Shape image = c.WithRank(0, 4), size = c.WithRank(sizeInput, 1);
        c.MergeSizes(size[0], 2);
        long?[]? given = c.Integers(sizeInput);
        c.Output(0, Shape.Of(c.MergeSizes(image[0], batch), Size(given, 0), Size(given, 1), image[3]));
    }

    /// <summary>Reads the image's and the wanted sizes.</summary>
    public static ImageSizes Of(StepContext s)
    {
        (Tensor image, Tensor size) = (s.Input(0), s.Input(1));
        s.Require(image.Shape.Rank == 4, $"input must be 4-dimensional{image.Shape}");
        s.Require(size.Shape.Rank == 1, $"shape_t must be 1-dimensional{size.Shape}");
        s.Require(size.ElementCount == 2, $"shape_t must have two elements{size.Shape}");
        (long rows, long columns) = (size.Integer(0), size.Integer(1));
        s.Require(rows > 0 && columns > 0, "output dimensions must be positive");
        foreach (long dimension in image.Shape.Dimensions) s.Require(dimension <= int.MaxValue, $"input sizes must be between 0 and max int32: {image.Shape}");
        s.Require(image.Shape[1] > 0 && image.Shape[2] > 0, "input image must be of non-zero size");
        return new ImageSizes((int)image.Shape[0], (int)image.Shape[1], (int)image.Shape[2], (int)image.Shape[3], (int)rows, (int)columns);
    }

    /// <summary>Reads the flags that say where pixels are.</summary>
    public static (bool AlignCorners, bool HalfPixelCenters) Flags(KernelRequest r)
    {
        (bool align, bool half) = (r.Bool("align_corners"), r.Bool("half_pixel_centers"));
        return align && half ? throw new TfException(StatusCode.InvalidArgument, "If half_pixel_centers is True, align_corners must be False.") : (align, half);
    }

    private static long Size(long?[]? given, int index) => given is { Length: 2 } && given[index] is >= 0 and long size ? size : -1;
}
