namespace Weir.Ops;

/// <summary>The boxes of a crop, each with its image, checked; and where the pixels of a crop lie in the image.</summary>
/// <remarks>Source: crop_and_resize_op.cc.</remarks>
internal readonly ref struct CropBoxes
{
    private readonly ReadOnlySpan<float> boxes;
    private readonly ReadOnlySpan<int> images;
    private readonly int height;
    private readonly int width;
    private readonly int rows;
    private readonly int columns;

    private CropBoxes(ReadOnlySpan<float> boxes, ReadOnlySpan<int> images, ReadOnlySpan<long> image, int rows, int columns)
    {
        this.boxes = boxes;
        this.images = images;
        (height, width, this.rows, this.columns) = ((int)image[1], (int)image[2], rows, columns);
    }

    /// <summary>How many boxes.</summary>
    public int Count => images.Length;

    /// <summary>Reads and checks the boxes.</summary>
    /// <param name="s">The kernel's context.</param>
    /// <param name="image">The images' sizes.</param>
    /// <param name="boxInput">The input that has the boxes.</param>
    /// <param name="indexInput">The input that says each box's image.</param>
    /// <param name="rows">The rows of a crop.</param>
    /// <param name="columns">Its columns.</param>
    public static CropBoxes Of(StepContext s, ReadOnlySpan<long> image, int boxInput, int indexInput, int rows, int columns)
    {
        (Tensor boxes, Tensor indices) = (s.Input(boxInput), s.Input(indexInput));
        s.Require(image[1] > 0 && image[2] > 0, "image dimensions must be positive");
        foreach (long size in image) s.Require(size is >= 0 and <= int.MaxValue, $"image dimensions are too large: {size}");
        s.Require(boxes.Shape.Rank == 2 && boxes.Shape[1] == 4, $"boxes must be 2-D with 4 columns{boxes.Shape}");
        s.Require(indices.Shape.Rank == 1 && indices.Shape[0] == boxes.Shape[0], "box_index has incompatible shape");
        foreach (float corner in boxes.Elements<float>()) s.Require(float.IsFinite(corner), "Boxes contains at least one element that is not finite");
        foreach (int index in indices.Elements<int>())
        {
            if (index < 0 || index >= image[0]) throw new TfException(StatusCode.OutOfRange, "box_index has values outside [0, batch_size)");
        }

        return new CropBoxes(boxes.Elements<float>(), indices.Elements<int>(), image, rows, columns);
    }

    /// <summary>Where a pixel of a crop lies; false: outside the image.</summary>
    public bool TrySample(int box, int row, int column, out CropSample sample)
    {
        ReadOnlySpan<float> b = boxes.Slice(box * 4, 4);
        sample = default;
        float y = Position(b[0], b[2], row, rows, height), x = Position(b[1], b[3], column, columns, width);
        if (!(y >= 0 && y <= height - 1 && x >= 0 && x <= width - 1)) return false;
        (int top, int bottom, int left, int right) = ((int)MathF.Floor(y), (int)MathF.Ceiling(y), (int)MathF.Floor(x), (int)MathF.Ceiling(x));
        int begin = images[box] * height;
        sample = new CropSample
        {
            TopLeft = ((begin + top) * width) + left,
            TopRight = ((begin + top) * width) + right,
            BottomLeft = ((begin + bottom) * width) + left,
            BottomRight = ((begin + bottom) * width) + right,
            Nearest = ((begin + (int)MathF.Round(y, MidpointRounding.AwayFromZero)) * width) + (int)MathF.Round(x, MidpointRounding.AwayFromZero),
            AcrossX = x - left,
            AcrossY = y - top,
        };
        return true;
    }

    private static float Position(float first, float last, int index, int count, int size)
    {
        if (count == 1) return 0.5f * (first + last) * (size - 1);
        float scale = (last - first) * (size - 1) / (count - 1);
        return (first * (size - 1)) + (index * scale);
    }
}

/// <summary>The pixels around a place of an image, counted over all images, and how far it is from the top left one.</summary>
internal readonly record struct CropSample
{
    public required int TopLeft { get; init; }

    public required int TopRight { get; init; }

    public required int BottomLeft { get; init; }

    public required int BottomRight { get; init; }

    public required int Nearest { get; init; }

    public required float AcrossX { get; init; }

    public required float AcrossY { get; init; }
}
