using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Images scaled and moved, each pixel a weighted sum of those around its place.</summary>
/// <remarks>Source: scale_and_translate_op.cc; gradient: image_grad.py.</remarks>
internal sealed class ScaleAndTranslate : Op
{
    public override OpDefinition Definition { get; } = "ScaleAndTranslate(images: T, size: int32, scale: float, translation: float) -> resized_images: float; "
        + "T: {int8, uint8, int16, uint16, int32, int64, bfloat16, half, float, double}; kernel_type: string = \"lanczos3\"; antialias: bool = true";

    public override void InferShapes(ShapeContext c)
    {
        for (int i = 2; i < 4; i++) c.MergeSizes(c.WithRank(i, 1)[0], 2);
        ImageSizes.Infer(c);
    }

    public override void Gradient(GradientContext g)
    {
        if (g.Input(0).DType.BaseType() == DType.Float32) g.Flow(0, ScaleAndTranslateGrad.Build(g));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        if (!ElementTypes.Reals.Contains(r.Type("T"))) throw r.NoKernel("T");
        return new Impl(Sampling(r), Conversion.Find(r.Type("T"), DType.Float32, truncate: false));
    }

    /// <summary>The way to sample that the attributes say.</summary>
    public static AxisSampling Sampling(KernelRequest r)
    {
        string name = r.String("kernel_type");
        SamplingKernel kernel = SamplingKernel.Find(name) ?? throw new TfException(StatusCode.InvalidArgument, $"Unrecognized kernel type: {name}");
        return new AxisSampling(kernel, r.Bool("antialias"));
    }

    /// <summary>The taps of rows and columns, by the scales and translations of inputs 2 and 3.</summary>
    public static (AxisTaps Rows, AxisTaps Columns) Taps(StepContext s, AxisSampling sampling, (int Rows, int Columns) input, (int Rows, int Columns) output)
    {
        for (int i = 2; i < 4; i++)
        {
            s.Require(s.Input(i).Shape.Rank == 1, $"t must be 1-dimensional{s.Input(i).Shape}");
            s.Require(s.Input(i).ElementCount == 2, $"t must have two elements{s.Input(i).Shape}");
        }

        ReadOnlySpan<float> scale = s.Input(2).Elements<float>(), translation = s.Input(3).Elements<float>();
        s.Require(scale[0] > 0 && scale[1] > 0, "Scale must be greater than zero.");
        return (sampling.Taps(ScratchUse.RowTaps, input.Rows, output.Rows, scale[0], translation[0]), sampling.Taps(ScratchUse.ColumnTaps, input.Columns, output.Columns, scale[1], translation[1]));
    }

    private sealed unsafe class Impl(AxisSampling sampling, Conversion? conversion) : Kernel
    {
        public override void Run(StepContext s)
        {
            ImageSizes sizes = ImageSizes.Of(s);
            s.Require(sizes.Channels > 0, "image must have at least one channel");
            Tensor x = s.Input(0), y = s.Output(0, sizes.Batch, sizes.OutputRows, sizes.OutputColumns, sizes.Channels);
            (AxisTaps rows, AxisTaps columns) = Taps(s, sampling, (sizes.Rows, sizes.Columns), (sizes.OutputRows, sizes.OutputColumns));
            if (y.ElementCount > 0) Resampling.Run(rows, columns, sizes.Rows, sizes.Columns, sizes.Channels, sizes.Batch, FloatPixels.Of(x, conversion), (float*)y.Data);
        }
    }
}
