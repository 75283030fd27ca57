using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The gradient of <see cref="ScaleAndTranslate"/> to the images, by the same weights. Batch and channels are those of what flows in.</summary>
/// <remarks>Source: scale_and_translate_op.cc.</remarks>
internal sealed class ScaleAndTranslateGrad : Op
{
    public override OpDefinition Definition { get; } = "ScaleAndTranslateGrad(grads: T, original_image: T, scale: float, translation: float) -> output: T; T: {float}; "
        + "kernel_type: string = \"lanczos3\"; antialias: bool = true";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(1));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T");
        return new Impl(ScaleAndTranslate.Sampling(r));
    }

    public static Output Build(GradientContext g) => g.Graph.AddOperation(
        "ScaleAndTranslateGrad", [g.Outgoing(0), g.Input(0), g.Input(2), g.Input(3)], g.Attributes("kernel_type", "antialias"))[0];

    private sealed unsafe class Impl(AxisSampling sampling) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor dy, Tensor image) = (s.Input(0), s.Input(1));
            s.Require(dy.Shape.Rank == 4, $"input_grad must be 4-dimensional{dy.Shape}");
            s.Require(image.Shape.Rank == 4, $"original_image must be 4-dimensional{image.Shape}");
            s.Require(image.Shape[1] < int.MaxValue && image.Shape[2] < int.MaxValue, "original sizes must be between 0 and max int32");
            Tensor dx = s.Output(0, dy.Shape[0], image.Shape[1], image.Shape[2], dy.Shape[3]);
            (int inputRows, int inputColumns, int channels, int batch) = ((int)image.Shape[1], (int)image.Shape[2], checked((int)dy.Shape[3]), checked((int)dy.Shape[0]));
            (AxisTaps rows, AxisTaps columns) = ScaleAndTranslate.Taps(s, sampling, (inputRows, inputColumns), (checked((int)dy.Shape[1]), checked((int)dy.Shape[2])));
            if (dx.ElementCount > 0) Resampling.Back(rows, columns, inputRows, inputColumns, channels, batch, (float*)dy.Data, (float*)dx.Data);
        }
    }
}
