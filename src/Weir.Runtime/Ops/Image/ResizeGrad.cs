using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The gradients of resizing to the image, by the same weights. Batch and channels are those of what flows in. Two rows of the table.</summary>
/// <remarks>Source: resize_bilinear_op.cc, resize_bicubic_op.cc.</remarks>
internal sealed class ResizeGrad(OpDefinition definition, ResizeMethod method) : Op
{
    private const string Flags = "align_corners: bool = false; half_pixel_centers: bool = false";

    public static readonly Op[] All =
    [
        new ResizeGrad("ResizeBicubicGrad(grads: float, original_image: T) -> output: T; T: {float, double}; " + Flags, ResizeMethod.Cubic),
        new ResizeGrad("ResizeBilinearGrad(grads: float, original_image: T) -> output: T; T: {float, bfloat16, half, double}; " + Flags, ResizeMethod.Linear),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(1));

    public override Kernel CreateKernel(KernelRequest r)
    {
        (bool align, bool half) = ImageSizes.Flags(r);
        return r.ForNumber(ElementTypes.Floats, new Maker(method, align, half));
    }

    public static Output Build(GradientContext g, ResizeMethod method, Output dy, Output image) => g.Graph.AddOperation(
        method == ResizeMethod.Linear ? "ResizeBilinearGrad" : "ResizeBicubicGrad", [dy, image], g.Attributes("align_corners", "half_pixel_centers"))[0];

    private readonly struct Maker(ResizeMethod method, bool align, bool half) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Impl<T>(method, align, half);
    }

    private sealed unsafe class Impl<T>(ResizeMethod method, bool align, bool half) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor dy, Tensor image) = (s.Input(0), s.Input(1));
            s.Require(dy.Shape.Rank == 4, $"input_grad must be 4-dimensional{dy.Shape}");
            s.Require(image.Shape.Rank == 4, $"original_image must be 4-dimensional{image.Shape}");
            Tensor dx = s.Output(0, dy.Shape[0], image.Shape[1], image.Shape[2], dy.Shape[3]);
            if (dx.ElementCount == 0) return;
            if (dy.ElementCount == 0)
            {
                dx.Clear();
                return;
            }

            (int inputRows, int inputColumns, int channels, int batch) = (checked((int)image.Shape[1]), checked((int)image.Shape[2]), checked((int)dy.Shape[3]), checked((int)dy.Shape[0]));
            AxisTaps rows = Resize.Taps(method, ScratchUse.RowTaps, inputRows, checked((int)dy.Shape[1]), align, half);
            AxisTaps columns = Resize.Taps(method, ScratchUse.ColumnTaps, inputColumns, checked((int)dy.Shape[2]), align, half);
            if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
            {
                Resampling.Back(rows, columns, inputRows, inputColumns, channels, batch, (float*)dy.Data, (T*)dx.Data);
                return;
            }

            float* wide = Scratch.Get<float>(ScratchUse.WideC, (nint)dx.ElementCount);
            Resampling.Back(rows, columns, inputRows, inputColumns, channels, batch, (float*)dy.Data, wide);
            NarrowFloats.Round(wide, (T*)dx.Data, (nint)dx.ElementCount);
        }
    }
}
