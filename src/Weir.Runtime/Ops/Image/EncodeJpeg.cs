using Weir.Definitions;

namespace Weir.Ops;

/// <summary>An image to a JPEG file, gray or coloured; the quality is an input of one of the two rows of the table.</summary>
/// <remarks>Source: encode_jpeg_op.cc.</remarks>
internal sealed class EncodeJpeg(OpDefinition definition, bool qualityIsInput) : Op
{
    public static readonly Op[] All =
    [
        new EncodeJpeg("EncodeJpeg(image: uint8) -> contents: string; format: {\"\", \"grayscale\", \"rgb\"} = \"\"; quality: int = 95; progressive: bool = false; "
            + "optimize_size: bool = false; chroma_downsampling: bool = true; density_unit: {\"in\", \"cm\"} = \"in\"; x_density: int = 300; y_density: int = 300; "
            + "xmp_metadata: string = \"\"", qualityIsInput: false),
        new EncodeJpeg("EncodeJpegVariableQuality(images: uint8, quality: int32) -> contents: string", qualityIsInput: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(0, 3);
        if (qualityIsInput) c.WithRank(1, 0);
        c.Output(0, Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        if (qualityIsInput) return new Impl("", null);
        long quality = r.Int("quality");
        RequireQuality(quality);
        return new Impl(r.String("format"), new JpegEncoding
        {
            Quality = (int)quality,
            Progressive = r.Bool("progressive"),
            OptimizeSize = r.Bool("optimize_size"),
            ChromaDownsampling = r.Bool("chroma_downsampling"),
            DensityUnit = r.String("density_unit") == "in" ? 1 : 2,
            DensityX = unchecked((int)r.Int("x_density")),
            DensityY = unchecked((int)r.Int("y_density")),
            Xmp = r.Bytes("xmp_metadata"),
        });
    }

    private static void RequireQuality(long quality)
    {
        if (quality is < 0 or > 100) throw new TfException(StatusCode.InvalidArgument, $"quality must be in [0,100], got {quality}");
    }

    private sealed class Impl(string format, JpegEncoding? encoding) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor image = s.Input(0);
            s.Require(image.Shape.Rank == 3, $"image must be 3-dimensional{image.Shape}");
            s.Require(image.ElementCount <= int.MaxValue, $"image cannot have >= int32 max elements: {image.Shape}");
            (long height, long width, long channels) = (image.Shape[0], image.Shape[1], image.Shape[2]);
            int wanted = format switch
            {
                "grayscale" => 1,
                "rgb" => 3,
                _ => channels is 1 or 3 ? (int)channels : throw new TfException(StatusCode.InvalidArgument, $"image must have 1 or 3 channels, got {image.Shape}"),
            };
            s.Require(channels == wanted, $"format {format} expects {wanted} channels, got {image.Shape}");
            JpegEncoding how = encoding ?? new JpegEncoding { Quality = Quality(s) };
            s.RequireRoom(image.ElementCount * (sizeof(short) + 1));
            s.Output(0).Strings[0] = JpegEncoder.Encode(image.Elements<byte>(), (int)Math.Min(width, int.MaxValue), (int)Math.Min(height, int.MaxValue), wanted, how);
        }

        private static int Quality(StepContext s)
        {
            Tensor quality = s.Input(1);
            s.Require(quality.Shape.Rank == 0, $"quality must be scalar: {quality.Shape}");
            RequireQuality(quality.Elements<int>()[0]);
            return quality.Elements<int>()[0];
        }
    }
}
