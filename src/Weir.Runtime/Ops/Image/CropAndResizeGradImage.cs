using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The gradient of <see cref="CropAndResize"/> to the images.</summary>
/// <remarks>Source: crop_and_resize_op.cc.</remarks>
internal sealed class CropAndResizeGradImage : Op
{
    public override OpDefinition Definition { get; } = "CropAndResizeGradImage(grads: float, boxes: float, box_ind: int32, image_size: int32) -> output: T; "
        + "T: {float, half, double}; method: {\"bilinear\", \"nearest\"} = \"bilinear\"";

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(0, 4);
        c.WithRank(1, 2);
        c.WithRank(2, 1);
        Shape size = c.ShapeFrom(3);
        c.Require(!size.HasRank || size.Rank == 4, $"Shape must be rank 4 but is rank {size.Rank}");
        c.Output(0, size.HasRank ? size : Shape.OfRank(4));
    }

    public override Kernel CreateKernel(KernelRequest r) =>
        r.ForNumber(new ElementTypes(DType.Float32, DType.Float64, DType.Float16), new Maker(r.String("method") == "nearest"));

    public static Output Build(GradientContext g, DType dtype) => g.Graph.AddOperation(
        "CropAndResizeGradImage",
        [g.Outgoing(0), g.Input(1), g.Input(2), ShapeOp.Build(g.Input(0))],
        new Dictionary<string, object>(g.Attributes("method")) { ["T"] = dtype })[0];

    private readonly struct Maker(bool nearest) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Impl<T>(nearest);
    }

    private sealed unsafe class Impl<T>(bool nearest) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor grads, Tensor size) = (s.Input(0), s.Input(3));
            s.Require(grads.Shape.Rank == 4, $"grads image must be 4-D{grads.Shape}");
            s.Require(size.Shape.Rank == 1 && size.ElementCount == 4, "image_size must be 1-D with 4 elements");
            s.Require(grads.Shape[1] > 0 && grads.Shape[2] > 0, "grads dimensions must be positive");
            Span<long> image = stackalloc long[4];
            size.Integers(image);
            (int rows, int columns) = (checked((int)grads.Shape[1]), checked((int)grads.Shape[2]));
            CropBoxes boxes = CropBoxes.Of(s, image, 1, 2, rows, columns);
            s.Require(grads.Shape[0] == boxes.Count, "boxes and grads have incompatible shape");
            s.Require(grads.Shape[3] == image[3], "image_size and grads are incompatible");
            Tensor output = s.Output(0, image);
            output.Clear();
            if (output.ElementCount == 0) return;
            bool direct = typeof(T) == typeof(double);
            double* sums = direct ? (double*)output.Data : Scratch.Get<double>(ScratchUse.WideC, (nint)output.ElementCount);
            if (!direct) new Span<double>(sums, (int)output.ElementCount).Clear();
            Add(boxes, grads, rows, columns, (int)image[3], sums);
            if (direct) return;
            for (int i = 0; i < output.ElementCount; i++)
            {
                if (typeof(T) == typeof(float)) ((float*)output.Data)[i] = (float)sums[i];
                else ((Half*)output.Data)[i] = (Half)sums[i];
            }
        }

        private void Add(in CropBoxes boxes, Tensor grads, int rows, int columns, int channels, double* sums)
        {
            float* gradient = (float*)grads.Data;
            for (int box = 0; box < boxes.Count; box++)
            {
                for (int row = 0; row < rows; row++)
                {
                    for (int column = 0; column < columns; column++, gradient += channels)
                    {
                        if (!boxes.TrySample(box, row, column, out CropSample sample)) continue;
                        for (int channel = 0; channel < channels; channel++) Add(sums + channel, sample, channels, gradient[channel]);
                    }
                }
            }
        }

        private void Add(double* sums, in CropSample sample, int channels, float gradient)
        {
            if (nearest)
            {
                sums[(nint)sample.Nearest * channels] += gradient;
                return;
            }

            float top = (1 - sample.AcrossY) * gradient, bottom = sample.AcrossY * gradient;
            sums[(nint)sample.TopLeft * channels] += (1 - sample.AcrossX) * top;
            sums[(nint)sample.TopRight * channels] += sample.AcrossX * top;
            sums[(nint)sample.BottomLeft * channels] += (1 - sample.AcrossX) * bottom;
            sums[(nint)sample.BottomRight * channels] += sample.AcrossX * bottom;
        }
    }
}
