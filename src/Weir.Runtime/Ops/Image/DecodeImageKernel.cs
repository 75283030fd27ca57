using Weir.Simd;

namespace Weir.Ops;

/// <summary>What a node that decodes image files asks for.</summary>
/// <param name="Op">The op's name, for messages.</param>
/// <param name="Format">The format that the op is named after; unknown: any.</param>
/// <param name="Channels">1, 3 or 4; 0: as the file has it.</param>
/// <param name="ExpandsAnimations">Whether all frames are wanted, not the first alone.</param>
/// <param name="Jpeg">How JPEG files are decoded.</param>
/// <param name="Crops">Whether input 1 says which part of a JPEG file is wanted.</param>
internal sealed record ImageDecoding(string Op, ImageFormat Format, int Channels, bool ExpandsAnimations, JpegOptions Jpeg, bool Crops);

/// <summary>Decodes a file of one of the formats that the op takes.</summary>
/// <typeparam name="T">Bytes, words that are bytes times 256 or as the file has them, or floats from 0 to 1.</typeparam>
internal sealed unsafe class DecodeImageKernel<T>(ImageDecoding decoding) : Kernel
    where T : unmanaged
{
    public override void Run(StepContext s)
    {
        Tensor contents = s.Input(0);
        s.Require(contents.Shape.Rank == 0, $"`contents` must be scalar but got shape{contents.Shape}");
        byte[] file = contents.Strings[0];
        s.Require(file.Length > 0, "Input is empty.");
        switch (ImageFormats.Of(file))
        {
            case ImageFormat.Jpeg:
                RunJpeg(s, file);
                break;
            case ImageFormat.Png:
                RunPng(s, file);
                break;
            case ImageFormat.Gif:
                RunGif(s, file);
                break;
            case ImageFormat.Bmp:
                RunBmp(s, file);
                break;
            default:
                s.Require(false, "Unknown image file format. One of JPEG, PNG, GIF, BMP required.");
                break;
        }
    }

    private void RunJpeg(StepContext s, byte[] file)
    {
        s.Require(decoding.Channels != 4, "JPEG does not support 4 channels");
        RequireNotBmp(s, "JPEG");
        JpegOptions options = decoding.Jpeg;
        if (decoding.Crops)
        {
            Tensor window = s.Input(1);
            s.Require(window.Shape.Rank == 1, $"crop_window must be 1-D, got shape {window.Shape}");
            s.Require(window.ElementCount == 4, $"crop_size must have four elements {window.Shape}");
            ReadOnlySpan<int> sides = window.Elements<int>();
            options = options with { Crop = (sides[0], sides[1], sides[2], sides[3]) };
        }

        JpegImage image = JpegImage.Open(file, options, s.RequireRoom);
        Tensor output = Output(s, image.Height, image.Width, image.Channels);
        Span<byte> pixels = Bytes(output);
        image.Decode(pixels, s.Cancellation);
        Widen(pixels, output);
    }

    private void RunPng(StepContext s, byte[] file)
    {
        PngImage image = PngImage.Open(file, decoding.Channels);
        const long MostSide = 1 << 27, MostPixels = 1 << 29;
        s.Require(image.Width < MostSide && image.Height < MostSide && (long)image.Width * image.Height < MostPixels, $"PNG size too large for int: {image.Width} by {image.Height}");
        RequireNotBmp(s, "PNG");
        RequireNoCrop(s, "PNG");
        image.RequireEnough();
        Tensor output = Output(s, image.Height, image.Width, image.Channels);
        if (typeof(T) != typeof(float))
        {
            if (typeof(T) == typeof(byte)) image.Decode(output.Elements<byte>());
            else image.Decode(output.Elements<ushort>());
            return;
        }

        int count = (int)output.ElementCount;
        Span<ushort> words = new(Scratch.Get<ushort>(ScratchUse.WideA, count), count);
        image.Decode(words);
        Span<float> pixels = output.Elements<float>();
        for (int i = 0; i < count; i++) pixels[i] = words[i] * (1f / ushort.MaxValue);
    }

    private void RunGif(StepContext s, byte[] file)
    {
        s.Require(decoding.Channels is 0 or GifImage.Channels, $"channels must be 0 or 3 for GIF, got {decoding.Channels}");
        RequireNotBmp(s, "GIF");
        RequireNoCrop(s, "GIF");
        GifImage image = GifImage.Open(file, s.RequireRoom);
        int frames = decoding.ExpandsAnimations ? image.Frames : 1;
        bool hasFrames = decoding.Format is ImageFormat.Gif or ImageFormat.Unknown;
        s.Require(hasFrames || frames == 1, $"Got {frames} frames, but animated gifs can only be decoded by tf.io.decode_gif or tf.io.decode_image");
        Tensor output = hasFrames && decoding.ExpandsAnimations
            ? Small(s, s.Output(0, frames, image.Height, image.Width, GifImage.Channels))
            : Output(s, image.Height, image.Width, GifImage.Channels);
        Span<byte> pixels = Bytes(output);
        image.Decode(frames, pixels);
        Widen(pixels, output);
    }

    private void RunBmp(StepContext s, byte[] file)
    {
        s.Require(decoding.Channels != 1, $"`channels` must be 0, 3 or 4 for BMP, but got {decoding.Channels}");
        RequireNoCrop(s, "BMP");
        s.Require(decoding.Format is ImageFormat.Bmp or ImageFormat.Unknown, $"Trying to decode BMP format using a wrong op. Use `decode_bmp` or `decode_image` instead. Op used: {decoding.Op}");
        BmpImage image = BmpImage.Open(file, decoding.Channels);
        Tensor output = Output(s, image.Height, image.Width, image.Channels);
        Span<byte> pixels = Bytes(output);
        image.Decode(pixels);
        Widen(pixels, output);
    }

    private void RequireNotBmp(StepContext s, string format) => s.Require(decoding.Format != ImageFormat.Bmp,
        $"Trying to decode {format} format using DecodeBmp op. Use `decode_{format.ToLowerInvariant()}` or `decode_image` instead.");

    private void RequireNoCrop(StepContext s, string format) => s.Require(!decoding.Crops, $"DecodeAndCropJpeg operation can run on JPEG only, but detected {format}.");

    /// <remarks>DecodeGif has a dimension of frames whatever it decodes.</remarks>
    private Tensor Output(StepContext s, int height, int width, int channels) =>
        Small(s, decoding.Format == ImageFormat.Gif ? s.Output(0, 1, height, width, channels) : s.Output(0, height, width, channels));

    private static Tensor Small(StepContext s, Tensor output)
    {
        s.Require(output.ElementCount <= int.MaxValue, $"an image of {output.Shape} is too large");
        return output;
    }

    private static Span<byte> Bytes(Tensor output) => typeof(T) == typeof(byte)
        ? output.Elements<byte>()
        : new Span<byte>(Scratch.Get<byte>(ScratchUse.WideA, (nint)output.ElementCount), (int)output.ElementCount);

    private static void Widen(ReadOnlySpan<byte> pixels, Tensor output)
    {
        if (typeof(T) == typeof(ushort))
        {
            Span<ushort> words = output.Elements<ushort>();
            for (int i = 0; i < words.Length; i++) words[i] = (ushort)(pixels[i] << 8);
        }
        else if (typeof(T) == typeof(float))
        {
            Span<float> numbers = output.Elements<float>();
            for (int i = 0; i < numbers.Length; i++) numbers[i] = pixels[i] * (1f / byte.MaxValue);
        }
    }
}
