using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weir.Ops;

/// <summary>Turns the samples of a PNG file into pixels of the channels and the width that are wanted.</summary>
/// <typeparam name="T">Bytes, or words of 16 bits.</typeparam>
/// <remarks>
/// Where alpha is wanted and the file has none, it is 2^depth - 1 at the file's own depth, whatever that means in bytes, as in
/// TensorFlow. Source: png_io.cc; libpng's transformations, in their order.
/// </remarks>
internal sealed class PngPixels<T>(PngHeader header, int channels)
    where T : unmanaged, IBinaryInteger<T>
{
    // The weights of ITU-R BT.601 in 1/32768, cut to whole numbers.
    private const int RedWeight = 9797;
    private const int GreenWeight = 19234;
    private const int BlueWeight = 32768 - RedWeight - GreenWeight;
    private const int WeightBits = 15;

    private readonly bool isWide = header.Depth == 16;
    private readonly int filler = Full(header.Depth);
    private readonly int[]? transparent = header.IsPalette || header.Transparency is null ? null : TransparentColor(header);
    private readonly PngGamma? gamma = channels < 3 && header.HasColor && PngGamma.IsSignificant(header.Gamma) ? MakeGamma(header) : null;

    /// <summary>Converts pixels of a row.</summary>
    /// <param name="row">The samples.</param>
    /// <param name="count">How many pixels.</param>
    /// <param name="target">Where the first one goes.</param>
    /// <param name="step">From one pixel to the next.</param>
    public void Convert(ReadOnlySpan<byte> row, int count, Span<T> target, int step)
    {
        for (int i = 0; i < count; i++)
        {
            Pixel pixel = header.IsPalette ? Indexed(Sample(row, i)) : Direct(row, i * header.Samples);
            Write(pixel, target.Slice(i * step, channels));
        }
    }

    // Of words that become bytes, 11 bits count.
    private static PngGamma MakeGamma(PngHeader header) => header.Depth < 16 ? new(header.Gamma, 8, isWide: false) : new(header.Gamma, Unsafe.SizeOf<T>() == 1 ? 11 : 16, isWide: true);

    private static int Full(int depth) => (1 << depth) - 1;

    private static int[] TransparentColor(PngHeader header)
    {
        int[] color = new int[header.Samples];
        for (int i = 0; i < color.Length; i++) color[i] = ((header.Transparency![2 * i] << 8) | header.Transparency[(2 * i) + 1]) & Full(header.Depth);
        return color;
    }

    private int Sample(ReadOnlySpan<byte> row, int index) => header.Depth switch
    {
        8 => row[index],
        16 => (row[2 * index] << 8) | row[(2 * index) + 1],
        int depth => (row[index * depth / 8] >> (8 - depth - (index * depth % 8))) & Full(depth),
    };

    private Pixel Indexed(int index)
    {
        int alpha = header.Transparency is not { } alphas ? filler & byte.MaxValue : index < alphas.Length ? alphas[index] : byte.MaxValue;
        ReadOnlySpan<byte> palette = header.Palette;
        return 3 * index < palette.Length ? new Pixel(palette[3 * index], palette[(3 * index) + 1], palette[(3 * index) + 2], alpha) : new Pixel(0, 0, 0, alpha);
    }

    private Pixel Direct(ReadOnlySpan<byte> row, int at)
    {
        int first = Sample(row, at);
        if (header.HasColor)
        {
            (int green, int blue) = (Sample(row, at + 1), Sample(row, at + 2));
            bool isTransparent = transparent is not null && transparent[0] == first && transparent[1] == green && transparent[2] == blue;
            return new Pixel(first, green, blue, Alpha(row, at + 3, isTransparent));
        }

        int alpha = Alpha(row, at + 1, transparent is not null && transparent[0] == first);
        int gray = header.Depth < 8 ? first * (byte.MaxValue / Full(header.Depth)) : first;
        return new Pixel(gray, gray, gray, alpha);
    }

    private int Alpha(ReadOnlySpan<byte> row, int at, bool isTransparent) => header.HasAlpha ? Sample(row, at)
        : transparent is null ? filler
        : isTransparent ? 0 : isWide ? ushort.MaxValue : byte.MaxValue;

    private void Write(in Pixel pixel, Span<T> target)
    {
        if (channels >= 3)
        {
            (target[0], target[1], target[2]) = (Scaled(pixel.Red), Scaled(pixel.Green), Scaled(pixel.Blue));
            if (channels == 4) target[3] = Scaled(pixel.Alpha);
            return;
        }

        target[0] = Scaled(Gray(pixel));
        if (channels == 2) target[1] = Scaled(pixel.Alpha);
    }

    private int Gray(in Pixel pixel)
    {
        if (pixel.Red == pixel.Green && pixel.Red == pixel.Blue) return pixel.Red;
        if (gamma is not null) return gamma.FromLight(Weighed(gamma.ToLight(pixel.Red), gamma.ToLight(pixel.Green), gamma.ToLight(pixel.Blue), rounds: true));
        return Weighed(pixel.Red, pixel.Green, pixel.Blue, rounds: isWide);
    }

    private static int Weighed(int red, int green, int blue, bool rounds) =>
        (int)(((uint)((RedWeight * red) + (GreenWeight * green)) + (uint)(BlueWeight * blue) + (rounds ? 1u << (WeightBits - 1) : 0)) >> WeightBits);

    private T Scaled(int sample) => T.CreateTruncating(Unsafe.SizeOf<T>() == 1 ? isWide ? sample >> 8 : sample : isWide ? sample : sample * 257);

    private readonly record struct Pixel(int Red, int Green, int Blue, int Alpha);
}
