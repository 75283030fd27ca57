using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The height, width and components of a JPEG file's image, which is not decoded for that.</summary>
/// <remarks>Source: extract_jpeg_shape_op.cc.</remarks>
internal sealed class ExtractJpegShape : Op
{
    public override OpDefinition Definition { get; } = "ExtractJpegShape(contents: string) -> image_shape: output_type; output_type: {int32, int64} = int32";

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(0, 0);
        c.Output(0, Shape.Of(3));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("output_type");
        return new Impl();
    }

    private sealed class Impl : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor contents = s.Input(0);
            s.Require(contents.Shape.Rank == 0, $"contents must be scalar, got shape {contents.Shape}");
            (int height, int width, int channels) = JpegImage.Measure(contents.Strings[0]);
            s.Output(0, 3).SetIntegers([height, width, channels]);
        }
    }
}
