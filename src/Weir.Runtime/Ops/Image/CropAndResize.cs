using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Boxes cut out of images and resized to one size; a box beyond its image is filled up with a value.</summary>
/// <remarks>Source: crop_and_resize_op.cc; gradients: image_grad.py.</remarks>
internal sealed class CropAndResize : Op
{
    public override OpDefinition Definition { get; } = "CropAndResize(image: T, boxes: float, box_ind: int32, crop_size: int32) -> crops: float; "
        + "T: {uint8, uint16, int8, int16, int32, int64, half, float, double}; method: {\"bilinear\", \"nearest\"} = \"bilinear\"; extrapolation_value: float = 0";

    public override void InferShapes(ShapeContext c)
    {
        Shape image = c.WithRank(0, 4), boxes = c.WithRank(1, 2), indices = c.WithRank(2, 1), size = c.WithRank(3, 1);
        c.MergeSizes(boxes[1], 4);
        c.MergeSizes(size[0], 2);
        long count = c.MergeSizes(boxes[0], indices[0]);
        long?[]? given = c.Integers(3);
        c.Output(0, Shape.Of(count, given?[0] is >= 0 and long rows ? rows : -1, given?[1] is >= 0 and long columns ? columns : -1, image[3]));
    }

    public override void Gradient(GradientContext g)
    {
        DType dtype = g.Input(0).DType.BaseType();
        if (dtype is DType.Float16 or DType.Float32 or DType.Float64) g.Flow(0, CropAndResizeGradImage.Build(g, dtype));
        g.Flow(1, CropAndResizeGradBoxes.Build(g));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        if (!ElementTypes.Reals.Contains(r.Type("T"))) throw r.NoKernel("T");
        return new Impl(r.String("method") == "nearest", r.Float("extrapolation_value"), Conversion.Find(r.Type("T"), DType.Float32, truncate: false));
    }

    private sealed unsafe class Impl(bool nearest, float outside, Conversion? conversion) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor image, Tensor size) = (s.Input(0), s.Input(3));
            s.Require(image.Shape.Rank == 4, $"input image must be 4-D{image.Shape}");
            s.Require(size.Shape.Rank == 1 && size.ElementCount == 2, $"crop_size must have two elements{size.Shape}");
            (int rows, int columns) = (size.Elements<int>()[0], size.Elements<int>()[1]);
            s.Require(rows > 0 && columns > 0, "crop dimensions must be positive");
            CropBoxes boxes = CropBoxes.Of(s, image.Shape.Dimensions, 1, 2, rows, columns);
            Tensor crops = s.Output(0, boxes.Count, rows, columns, image.Shape[3]);
            if (crops.ElementCount == 0) return;
            float* x = FloatPixels.Of(image, conversion), y = (float*)crops.Data;
            int channels = (int)image.Shape[3];
            for (int box = 0; box < boxes.Count; box++)
            {
                for (int row = 0; row < rows; row++)
                {
                    for (int column = 0; column < columns; column++, y += channels)
                    {
                        if (boxes.TrySample(box, row, column, out CropSample sample)) Sample(x, sample, channels, y);
                        else new Span<float>(y, channels).Fill(outside);
                    }
                }
            }
        }

        private void Sample(float* x, in CropSample sample, int channels, float* y)
        {
            if (nearest)
            {
                new ReadOnlySpan<float>(x + ((nint)sample.Nearest * channels), channels).CopyTo(new Span<float>(y, channels));
                return;
            }

            float* topLeft = x + ((nint)sample.TopLeft * channels), topRight = x + ((nint)sample.TopRight * channels);
            float* bottomLeft = x + ((nint)sample.BottomLeft * channels), bottomRight = x + ((nint)sample.BottomRight * channels);
            for (int channel = 0; channel < channels; channel++)
            {
                float top = topLeft[channel] + ((topRight[channel] - topLeft[channel]) * sample.AcrossX);
                float bottom = bottomLeft[channel] + ((bottomRight[channel] - bottomLeft[channel]) * sample.AcrossX);
                y[channel] = top + ((bottom - top) * sample.AcrossY);
            }
        }
    }
}
