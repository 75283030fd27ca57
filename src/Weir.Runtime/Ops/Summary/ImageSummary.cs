using System.Numerics;
using System.Text;
using Google.Protobuf;
using Weir.Definitions;
using Weir.Protos;

namespace Weir.Ops;

/// <summary>A summary with images of a batch [batch, height, width, channels], as PNG files.</summary>
/// <remarks>
/// Floats of an image are stretched to the bytes: from 0 to 255, or if there are negative ones from -127 to 127 around 128. Pixels that are
/// not finite get a color of their own. Source: summary_image_op.cc.
/// </remarks>
internal sealed class ImageSummary : Op
{
    public override OpDefinition Definition { get; } = "ImageSummary(tag: string, tensor: T) -> summary: string; max_images: int >= 1 = 3; T: {uint8, float, half, double} = float; "
        + "bad_color: tensor = tensor \"CAQSBBICCAQ6Bv8BAAD/AQ==\"";

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        Tensor bad = r.Tensor("bad_color");
        if (bad.DType != DType.UInt8) throw new TfException(StatusCode.InvalidArgument, $"bad_color must be uint8, got {bad.DType.TfName()}");
        if (bad.Shape.Rank != 1) throw new TfException(StatusCode.InvalidArgument, $"bad_color must be a vector, got shape {bad.Shape}");
        (long most, byte[] color) = (r.Int("max_images"), bad.ToArray<byte>());
        return r.Type("T") switch
        {
            DType.UInt8 => new Bytes(most),
            DType.Float16 => new Floats<Half>(most, color),
            DType.Float32 => new Floats<float>(most, color),
            _ => new Floats<double>(most, color),
        };
    }

    private abstract class Write(long most) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor tag, Tensor images) = (s.Input(0), s.Input(1));
            s.Require(tag.Shape.Rank == 0, "Tags must be a scalar");
            Shape shape = images.Shape;
            s.Require(shape.Rank == 4 && shape[3] is 1 or 3 or 4, $"Tensor must be 4-D with last dim 1, 3, or 4, not {shape}");
            s.Require(shape[0] < int.MaxValue && shape[1] < int.MaxValue && shape[2] < int.MaxValue, $"Tensor too large for summary {shape}");
            (int height, int width, int channels) = ((int)shape[1], (int)shape[2], (int)shape[3]);
            string name = Encoding.UTF8.GetString(tag.Strings[0]);
            Summary summary = new();
            for (int i = 0; i < Math.Min(shape[0], most); i++)
            {
                if (height == 0 || width == 0) throw new TfException(StatusCode.Internal, "PNG encoding failed");
                s.ThrowIfCancelled();
                int length = height * width * channels;
                byte[] png = PngEncoder.Encode(Pixels(s, images, i * length, length, channels), width, height, channels, isWide: false, compression: -1);
                summary.Value.Add(new Summary.Types.Value
                {
                    Tag = most > 1 ? $"{name}/image/{i}" : $"{name}/image",
                    Image = new Summary.Types.Image { Height = height, Width = width, Colorspace = channels, EncodedImageString = ByteString.CopyFrom(png) },
                });
            }

            s.Output(0).Strings[0] = summary.ToByteArray();
        }

        protected abstract ReadOnlySpan<byte> Pixels(StepContext s, Tensor images, int at, int length, int channels);
    }

    private sealed class Bytes(long most) : Write(most)
    {
        protected override ReadOnlySpan<byte> Pixels(StepContext s, Tensor images, int at, int length, int channels) => images.Elements<byte>().Slice(at, length);
    }

    private sealed class Floats<T>(long most, byte[] badColor) : Write(most)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private const float Least = 1e-6f;

        protected override ReadOnlySpan<byte> Pixels(StepContext s, Tensor images, int at, int length, int channels)
        {
            s.Require(channels <= badColor.Length, $"expected depth <= bad_color.size, got depth = {channels}, bad_color.size = {badColor.Length}");
            s.RequireRoom(length);
            ReadOnlySpan<T> x = images.Elements<T>().Slice(at, length);
            (T scale, T offset) = Stretch(x, channels);
            byte[] pixels = new byte[length];
            for (int i = 0; i < length; i += channels)
            {
                ReadOnlySpan<T> pixel = x.Slice(i, channels);
                if (!IsFinite(pixel)) badColor.AsSpan(0, channels).CopyTo(pixels.AsSpan(i));
                else for (int k = 0; k < channels; k++) pixels[i + k] = byte.CreateTruncating((pixel[k] * scale) + offset);
            }

            return pixels;
        }

        private static (T Scale, T Offset) Stretch(ReadOnlySpan<T> x, int channels)
        {
            (float least, float most) = (float.PositiveInfinity, float.NegativeInfinity);
            for (int i = 0; i < x.Length; i += channels)
            {
                ReadOnlySpan<T> pixel = x.Slice(i, channels);
                if (!IsFinite(pixel)) continue;
                foreach (T value in pixel) (least, most) = (Math.Min(least, float.CreateTruncating(value)), Math.Max(most, float.CreateTruncating(value)));
            }

            float reach = least < 0 ? Math.Max(Math.Abs(least), Math.Abs(most)) : most;
            float scale = reach < Least ? 0 : (least < 0 ? sbyte.MaxValue : byte.MaxValue) / reach;
            return (T.CreateTruncating(scale), T.CreateTruncating(least < 0 ? 128 : 0));
        }

        private static bool IsFinite(ReadOnlySpan<T> pixel)
        {
            foreach (T value in pixel)
            {
                if (!T.IsFinite(value)) return false;
            }

            return true;
        }
    }
}
