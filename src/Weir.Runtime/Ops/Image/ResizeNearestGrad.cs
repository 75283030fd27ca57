using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The gradient of <see cref="ResizeNearest"/>: each pixel's is added to that of the pixel it is a copy of.</summary>
/// <remarks>Source: resize_nearest_neighbor_op.cc; gradient: image_grad.py.</remarks>
internal sealed class ResizeNearestGrad : Op
{
    public override OpDefinition Definition { get; } = "ResizeNearestNeighborGrad(grads: T, size: int32) -> output: T; "
        + "T: {uint8, int8, int32, half, float, double, bfloat16}; align_corners: bool = false; half_pixel_centers: bool = false";

    public override void InferShapes(ShapeContext c) => ImageSizes.Infer(c);

    public override Kernel CreateKernel(KernelRequest r)
    {
        (bool align, bool half) = ImageSizes.Flags(r);
        return r.ForType(ElementTypes.Reals, new Maker(align, half));
    }

    public static Output Build(GradientContext g, Output dy, Output sizes) =>
        g.Graph.AddOperation("ResizeNearestNeighborGrad", [dy, sizes], g.Attributes("align_corners", "half_pixel_centers"))[0];

    private readonly struct Maker(bool align, bool half) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Impl<T>(align, half);
    }

    private sealed class Impl<T>(bool align, bool half) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor dy, Tensor size) = (s.Input(0), s.Input(1));
            s.Require(dy.Shape.Rank == 4, $"input must be 4-dimensional{dy.Shape}");
            s.Require(size.Shape.Rank == 1 && size.ElementCount == 2, $"shape_t must be a vector of two elements{size.Shape}");
            s.Require(size.Integer(0) > 0 && size.Integer(1) > 0, "shape_t's elements must be positive");
            (int batch, int rows, int columns, int channels) = (checked((int)dy.Shape[0]), checked((int)dy.Shape[1]), checked((int)dy.Shape[2]), checked((int)dy.Shape[3]));
            (int inputRows, int inputColumns) = ((int)size.Integer(0), (int)size.Integer(1));
            Tensor dx = s.Output(0, batch, inputRows, inputColumns, channels);
            if (dx.ElementCount == 0) return;
            Span<int> positions = PositionMemory.Get(dy.ElementCount);
            float rowScale = AxisTaps.Scale(inputRows, rows, align), columnScale = AxisTaps.Scale(inputColumns, columns, align);
            int at = 0;
            for (int line = 0; line < batch * rows; line++)
            {
                (int image, int row) = Math.DivRem(line, rows);
                int begin = ((image * inputRows) + ResizeNearest.Place(row, rowScale, inputRows, align, half)) * inputColumns;
                for (int column = 0; column < columns; column++)
                {
                    int place = (begin + ResizeNearest.Place(column, columnScale, inputColumns, align, half)) * channels;
                    for (int channel = 0; channel < channels; channel++) positions[at++] = place + channel;
                }
            }

            Positions.Scatter<T>(batch, dy.Elements<T>(), positions, dx.Elements<T>());
        }
    }
}
