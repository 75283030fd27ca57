using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Images in another size, each pixel a copy of the nearest.</summary>
/// <remarks>Source: resize_nearest_neighbor_op.cc; gradient: image_grad.py.</remarks>
internal sealed class ResizeNearest : Op
{
    public override OpDefinition Definition { get; } = "ResizeNearestNeighbor(images: T, size: int32) -> resized_images: T; "
        + "T: {int8, uint8, int16, uint16, int32, int64, half, float, double, bfloat16}; align_corners: bool = false; half_pixel_centers: bool = false";

    public override void InferShapes(ShapeContext c) => ImageSizes.Infer(c);

    public override void Gradient(GradientContext g)
    {
        Output sizes = Slice.Build(ShapeOp.Build(g.Input(0)), g.Graph.Const(Tensor.From(1)), g.Graph.Const(Tensor.From(2)));
        g.Flow(0, ResizeNearestGrad.Build(g, g.Outgoing(0), sizes));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        if (!ElementTypes.Reals.Contains(r.Type("T"))) throw r.NoKernel("T");
        (bool align, bool half) = ImageSizes.Flags(r);
        return r.ForMoving(new Maker(align, half));
    }

    /// <summary>The place of an input's axis that is nearest to one of a resized axis.</summary>
    public static int Place(int output, float scale, int input, bool align, bool half)
    {
        float position = half ? (output + 0.5f) * scale : output * scale;
        return Math.Max(0, Math.Min((int)(align ? MathF.Round(position, MidpointRounding.AwayFromZero) : MathF.Floor(position)), input - 1));
    }

    private readonly struct Maker(bool align, bool half) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Impl<T>(align, half);
    }

    private sealed class Impl<T>(bool align, bool half) : Kernel
    {
        public override void Run(StepContext s)
        {
            ImageSizes sizes = ImageSizes.Of(s);
            Tensor y = s.Output(0, sizes.Batch, sizes.OutputRows, sizes.OutputColumns, sizes.Channels);
            if (y.ElementCount == 0) return;
            ReadOnlySpan<T> source = MovedElements.Of<T>(s.Input(0));
            Span<T> target = MovedElements.Of<T>(y);
            float rowScale = AxisTaps.Scale(sizes.Rows, sizes.OutputRows, align), columnScale = AxisTaps.Scale(sizes.Columns, sizes.OutputColumns, align);
            int at = 0;
            for (int image = 0; image < sizes.Batch; image++)
            {
                for (int row = 0; row < sizes.OutputRows; row++)
                {
                    int line = ((image * sizes.Rows) + Place(row, rowScale, sizes.Rows, align, half)) * sizes.Columns;
                    for (int column = 0; column < sizes.OutputColumns; column++, at += sizes.Channels)
                    {
                        int from = (line + Place(column, columnScale, sizes.Columns, align, half)) * sizes.Channels;
                        source.Slice(from, sizes.Channels).CopyTo(target[at..]);
                    }
                }
            }
        }
    }
}
