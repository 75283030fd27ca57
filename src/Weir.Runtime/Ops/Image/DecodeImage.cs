using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Image files to pixels: any kind that an op takes is told by the file's first bytes. Six rows of the table.</summary>
/// <remarks>Source: decode_image_op.cc. <c>acceptable_fraction</c> says nothing: a file is read whole, or refused.</remarks>
internal sealed class DecodeImage(OpDefinition definition, ImageFormat format) : Op
{
    private const string JpegAttributes = " -> image: uint8; channels: int = 0; ratio: int = 1; fancy_upscaling: bool = true; try_recover_truncated: bool = false; "
        + "acceptable_fraction: float = 1; dct_method: string = \"\"";

    public static readonly Op[] All =
    [
        new DecodeImage("DecodeAndCropJpeg(contents: string, crop_window: int32)" + JpegAttributes, ImageFormat.Jpeg),
        new DecodeImage("DecodeBmp(contents: string) -> image: uint8; channels: int = 0", ImageFormat.Bmp),
        new DecodeImage("DecodeGif(contents: string) -> image: uint8", ImageFormat.Gif),
        new DecodeImage("DecodeImage(contents: string) -> image: dtype; channels: int = 0; dtype: {uint8, uint16, float} = uint8; expand_animations: bool = true", ImageFormat.Unknown),
        new DecodeImage("DecodeJpeg(contents: string)" + JpegAttributes, ImageFormat.Jpeg),
        new DecodeImage("DecodePng(contents: string) -> image: dtype; channels: int = 0; dtype: {uint8, uint16} = uint8", ImageFormat.Png),
    ];

    public override OpDefinition Definition => definition;

    private bool Crops => definition.Inputs.Count == 2;

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(0, 0);
        if (format == ImageFormat.Gif)
        {
            c.Output(0, Shape.Of(-1, -1, -1, GifImage.Channels));
            return;
        }

        long channels = c.Attributes.Get<long>("channels");
        c.Require(channels >= 0, $"channels must be non-negative, got {channels}");
        if (channels == 0) channels = -1;
        if (Crops) c.MergeSizes(c.WithRank(1, 1)[0], 4);
        if (format == ImageFormat.Unknown) c.Output(0, c.Attributes.Get<bool>("expand_animations") ? Shape.Unknown : Shape.Of(-1, -1, channels));
        else if (Crops && c.TryConstant(1, out long[] window)) c.Output(0, Shape.Of(Math.Max(-1, window[2]), Math.Max(-1, window[3]), channels));
        else c.Output(0, Shape.Of(-1, -1, channels));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        bool isJpeg = format == ImageFormat.Jpeg, isAny = format == ImageFormat.Unknown;
        JpegOptions options = isJpeg ? Options(r) : new JpegOptions();
        long channels = format == ImageFormat.Gif ? GifImage.Channels : r.Int("channels");
        if (channels is not (0 or 1 or 3 or 4)) throw new TfException(StatusCode.InvalidArgument, $"`channels` must be 0, 1, 3 or 4 but got {channels}");
        DType dtype = isAny || format == ImageFormat.Png ? r.Type("dtype") : DType.UInt8;
        ImageDecoding decoding = new(definition.Name, format, (int)channels, !isAny || r.Bool("expand_animations"), options with { Channels = (int)channels }, Crops);
        return dtype switch
        {
            DType.UInt8 => new DecodeImageKernel<byte>(decoding),
            DType.UInt16 => new DecodeImageKernel<ushort>(decoding),
            DType.Float32 when isAny => new DecodeImageKernel<float>(decoding),
            _ => throw r.NoKernel("dtype"),
        };
    }

    private static JpegOptions Options(KernelRequest r)
    {
        r.Ignore("acceptable_fraction");
        (long ratio, string method) = (r.Int("ratio"), r.String("dct_method"));
        if (ratio is not (1 or 2 or 4 or 8)) throw new TfException(StatusCode.InvalidArgument, $"ratio must be 1, 2, 4, or 8, got {ratio}");
        if (method is not ("" or "INTEGER_FAST" or "INTEGER_ACCURATE")) throw new TfException(StatusCode.InvalidArgument, "dct_method must be one of {'', 'INTEGER_FAST', 'INTEGER_ACCURATE'}");
        return new JpegOptions
        {
            Ratio = (int)ratio,
            FancyUpscaling = r.Bool("fancy_upscaling"),
            RecoversTruncated = r.Bool("try_recover_truncated"),
            FastTransform = method != "INTEGER_ACCURATE",
        };
    }
}
