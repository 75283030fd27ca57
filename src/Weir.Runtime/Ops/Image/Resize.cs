using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Images in another size, as floats: between neighbours by a line or a cubic, or by the area that a pixel covers. Three rows of the table.</summary>
/// <remarks>Source: resize_bilinear_op.cc, resize_bicubic_op.cc, resize_area_op.cc; gradients: image_grad.py.</remarks>
internal sealed class Resize(OpDefinition definition, ResizeMethod method) : Op
{
    private const string Flags = "align_corners: bool = false; half_pixel_centers: bool = false";

    public static readonly Op[] All =
    [
        new Resize("ResizeArea(images: T, size: int32) -> resized_images: float; T: {int8, uint8, int16, uint16, int32, int64, half, float, double, bfloat16}; "
            + "align_corners: bool = false", ResizeMethod.Area),
        new Resize("ResizeBicubic(images: T, size: int32) -> resized_images: float; T: {int8, uint8, int16, uint16, int32, int64, half, float, double, bfloat16}; " + Flags, ResizeMethod.Cubic),
        new Resize("ResizeBilinear(images: T, size: int32) -> resized_images: float; "
            + "T: {int8, uint8, int16, uint16, int32, int64, bfloat16, half, float, double, bfloat16}; " + Flags, ResizeMethod.Linear),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => ImageSizes.Infer(c);

    public override void Gradient(GradientContext g)
    {
        if (method == ResizeMethod.Area) base.Gradient(g);
        DType dtype = g.Input(0).DType.BaseType();
        if (!(method == ResizeMethod.Cubic ? ElementTypes.WideFloats : ElementTypes.Floats).Contains(dtype)) return;
        g.Flow(0, ResizeGrad.Build(g, method, g.Outgoing(0), g.Input(0)));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        if (!ElementTypes.Reals.Contains(r.Type("T"))) throw r.NoKernel("T");
        (bool align, bool half) = method == ResizeMethod.Area ? (r.Bool("align_corners"), false) : ImageSizes.Flags(r);
        return new Impl(method, align, half, Conversion.Find(r.Type("T"), DType.Float32, truncate: false));
    }

    /// <summary>The taps of an axis.</summary>
    public static AxisTaps Taps(ResizeMethod method, ScratchUse use, int input, int output, bool align, bool half) => method switch
    {
        ResizeMethod.Linear => AxisTaps.Linear(use, input, output, align, half),
        ResizeMethod.Cubic => AxisTaps.Cubic(use, input, output, align, half),
        _ => AxisTaps.Area(use, input, output, align),
    };

    private sealed unsafe class Impl(ResizeMethod method, bool align, bool half, Conversion? conversion) : Kernel
    {
        public override void Run(StepContext s)
        {
            ImageSizes sizes = ImageSizes.Of(s);
            Tensor x = s.Input(0), y = s.Output(0, sizes.Batch, sizes.OutputRows, sizes.OutputColumns, sizes.Channels);
            if (y.ElementCount == 0) return;
            AxisTaps rows = Taps(method, ScratchUse.RowTaps, sizes.Rows, sizes.OutputRows, align, half);
            AxisTaps columns = Taps(method, ScratchUse.ColumnTaps, sizes.Columns, sizes.OutputColumns, align, half);
            Resampling.Run(rows, columns, sizes.Rows, sizes.Columns, sizes.Channels, sizes.Batch, FloatPixels.Of(x, conversion), (float*)y.Data);
        }
    }
}

/// <summary>What a pixel of a resized image is made of.</summary>
internal enum ResizeMethod
{
    Linear,
    Cubic,
    Area,
}
