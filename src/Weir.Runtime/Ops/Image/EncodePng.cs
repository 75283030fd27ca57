using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Images to PNG files, one for each of all dimensions but the last three.</summary>
/// <remarks>Source: encode_png_op.cc.</remarks>
internal sealed class EncodePng : Op
{
    public override OpDefinition Definition { get; } = "EncodePng(image: T) -> contents: string; compression: int = -1; T: {uint8, uint16} = uint8";

    public override void InferShapes(ShapeContext c)
    {
        Shape images = c.WithRankAtLeast(0, 3);
        c.Output(0, images.HasRank ? Shape.Of(images.Dimensions[..^3]) : Shape.Unknown);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        long compression = r.Int("compression");
        if (compression is < -1 or > 9) throw new TfException(StatusCode.InvalidArgument, $"compression should be in [-1,9], got {compression}");
        return r.Type("T") is DType.UInt8 or DType.UInt16 ? new Impl((int)compression, r.Type("T") == DType.UInt16) : throw r.NoKernel("T");
    }

    private sealed class Impl(int compression, bool isWide) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor images = s.Input(0);
            s.Require(images.Shape.Rank >= 3, $"images must be at least rank 3{images.Shape}");
            ReadOnlySpan<long> sizes = images.Shape.Dimensions;
            (long height, long width, long channels) = (sizes[^3], sizes[^2], sizes[^1]);
            s.Require(height <= int.MaxValue && width <= int.MaxValue, $"image is too large: {images.Shape}");
            s.Require(channels is >= 1 and <= 4, $"image must have 1, 2, 3, or 4 channels, got {channels}");
            byte[][] files = s.Output(0, sizes[..^3]).Strings;
            long length = height * width * channels * (isWide ? sizeof(ushort) : sizeof(byte));
            s.Require(length <= int.MaxValue, $"image is too large: {images.Shape}");
            if (length == 0 && files.Length > 0)
            {
                throw new TfException(StatusCode.Internal, $"PNG encoding failed at the following flattened batch indices: {string.Join(", ", Enumerable.Range(0, Math.Min(files.Length, 10)))}");
            }

            for (int i = 0; i < files.Length; i++)
            {
                s.ThrowIfCancelled();
                files[i] = PngEncoder.Encode(images.Bytes.Slice((int)(i * length), (int)length), (int)width, (int)height, (int)channels, isWide, compression);
            }
        }
    }
}
