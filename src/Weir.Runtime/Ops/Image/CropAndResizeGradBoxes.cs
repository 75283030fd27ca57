using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The gradient of <see cref="CropAndResize"/> to the boxes.</summary>
/// <remarks>Source: crop_and_resize_op.cc.</remarks>
internal sealed class CropAndResizeGradBoxes : Op
{
    public override OpDefinition Definition { get; } = "CropAndResizeGradBoxes(grads: float, image: T, boxes: float, box_ind: int32) -> output: float; "
        + "T: {uint8, uint16, int8, int16, int32, int64, half, float, double}; method: {\"bilinear\"} = \"bilinear\"";

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Of(c.MergeSizes(c.WithRank(2, 2)[0], c.WithRank(3, 1)[0]), 4));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("method");
        if (!ElementTypes.Reals.Contains(r.Type("T"))) throw r.NoKernel("T");
        return new Impl(Conversion.Find(r.Type("T"), DType.Float32, truncate: false));
    }

    public static Output Build(GradientContext g) => g.Graph.AddOperation("CropAndResizeGradBoxes", [g.Outgoing(0), g.Input(0), g.Input(1), g.Input(2)])[0];

    private sealed unsafe class Impl(Conversion? conversion) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor grads, Tensor image) = (s.Input(0), s.Input(1));
            s.Require(grads.Shape.Rank == 4, $"grads image must be 4-D{grads.Shape}");
            s.Require(image.Shape.Rank == 4, $"input image must be 4-D{image.Shape}");
            s.Require(grads.Shape[1] > 0 && grads.Shape[2] > 0, "grads dimensions must be positive");
            s.Require(grads.Shape[3] == image.Shape[3], "image, grads depth differ");
            (int rows, int columns, int channels) = (checked((int)grads.Shape[1]), checked((int)grads.Shape[2]), checked((int)grads.Shape[3]));
            CropBoxes boxes = CropBoxes.Of(s, image.Shape.Dimensions, 2, 3, rows, columns);
            s.Require(grads.Shape[0] == boxes.Count, "boxes and grads have incompatible shape");
            Tensor output = s.Output(0, boxes.Count, 4);
            output.Clear();
            if (output.ElementCount == 0 || channels == 0) return;
            float* x = FloatPixels.Of(image, conversion), gradient = (float*)grads.Data;
            Span<float> sums = output.Elements<float>();
            (long height, long width) = (image.Shape[1] - 1, image.Shape[2] - 1);
            for (int box = 0; box < boxes.Count; box++)
            {
                for (int row = 0; row < rows; row++)
                {
                    for (int column = 0; column < columns; column++, gradient += channels)
                    {
                        if (!boxes.TrySample(box, row, column, out CropSample sample)) continue;
                        (float dy, float dx) = Slopes(x, sample, gradient, channels);
                        Share(sums.Slice(box * 4, 4), 0, dy, row, rows, height);
                        Share(sums.Slice(box * 4, 4), 1, dx, column, columns, width);
                    }
                }
            }
        }

        /// <summary>How the crop's pixel changes with its place in the image, times what flows into it.</summary>
        private static (float Y, float X) Slopes(float* x, in CropSample sample, float* gradient, int channels)
        {
            (float dy, float dx) = (0, 0);
            for (int channel = 0; channel < channels; channel++)
            {
                float topLeft = x[((nint)sample.TopLeft * channels) + channel], topRight = x[((nint)sample.TopRight * channels) + channel];
                float bottomLeft = x[((nint)sample.BottomLeft * channels) + channel], bottomRight = x[((nint)sample.BottomRight * channels) + channel];
                dy += (((1 - sample.AcrossX) * (bottomLeft - topLeft)) + (sample.AcrossX * (bottomRight - topRight))) * gradient[channel];
                dx += (((1 - sample.AcrossY) * (topRight - topLeft)) + (sample.AcrossY * (bottomRight - bottomLeft))) * gradient[channel];
            }

            return (dy, dx);
        }

        /// <summary>A place is so far between the box's two corners.</summary>
        private static void Share(Span<float> corners, int axis, float slope, int index, int count, long size)
        {
            float ratio = count > 1 ? size / (float)(count - 1) : 0;
            corners[axis] += slope * (count > 1 ? size - (index * ratio) : 0.5f * size);
            corners[axis + 2] += slope * (count > 1 ? index * ratio : 0.5f * size);
        }
    }
}
