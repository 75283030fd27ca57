using CsCheck;

namespace Weir.Runtime.Tests;

/// <summary>Image files of any size, colors and options come back as they were written: PNG exactly, JPEG nearly.</summary>
public sealed class ImageFileTests
{
    private static readonly Gen<(int Height, int Width, int Channels, int Seed)> s_images = Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 4], Gen.Int);

    [Fact]
    public void Png_files_hold_every_byte() => Gen.Select(s_images, Gen.Int[-1, 9]).Sample((image, compression) =>
    {
        byte[] pixels = new byte[image.Height * image.Width * image.Channels];
        new Random(image.Seed).NextBytes(pixels);
        using Tensor back = ThereAndBack("EncodePng", new() { ["compression"] = (long)compression }, "DecodePng", pixels, image.Height, image.Width, image.Channels);
        Assert.Equal(Shape.Of([image.Height, image.Width, image.Channels]), back.Shape);
        Assert.Equal(pixels, back.ToArray<byte>());
    }, iter: 60);

    [Fact]
    public void Jpeg_files_hold_smooth_images_nearly() => Gen.Select(s_images, Gen.Bool, Gen.Bool, Gen.Bool).Sample((image, progressive, optimized, subsampled) =>
    {
        int channels = image.Channels < 3 ? 1 : 3;
        byte[] pixels = new byte[image.Height * image.Width * channels];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (byte)(60 + (i / channels % image.Width * 2) + (i / channels / image.Width * 2));
        Dictionary<string, object> options = new() { ["quality"] = 100L, ["progressive"] = progressive, ["optimize_size"] = optimized, ["chroma_downsampling"] = subsampled };
        using Tensor back = ThereAndBack("EncodeJpeg", options, "DecodeJpeg", pixels, image.Height, image.Width, channels);
        Assert.Equal(Shape.Of([image.Height, image.Width, channels]), back.Shape);
        byte[] found = back.ToArray<byte>();
        for (int i = 0; i < pixels.Length; i++) Assert.InRange(found[i], pixels[i] - 6, pixels[i] + 6);
    }, iter: 60);

    private static Tensor ThereAndBack(string encoder, Dictionary<string, object> options, string decoder, byte[] pixels, int height, int width, int channels)
    {
        Graph graph = new();
        Output image = graph.Placeholder(DType.UInt8);
        Output file = graph.AddOperation(encoder, [image], options)[0];
        using Session session = new(graph);
        using Tensor fed = Tensor.From<byte>(pixels, Shape.Of([height, width, channels]));
        return session.Run(graph.Apply(decoder, file), new Dictionary<Output, Tensor> { [image] = fed });
    }
}
