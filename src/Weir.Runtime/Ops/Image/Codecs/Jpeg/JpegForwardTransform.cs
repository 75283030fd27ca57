namespace Weir.Ops;

/// <summary>The cosine transform of a block of samples, and its division by the quantization table.</summary>
/// <remarks>Integers, as the accurate form of libjpeg-turbo: after Loeffler, Ligtenberg and Moschytz. Source: jfdctint.c, jcdctmgr.c.</remarks>
internal static class JpegForwardTransform
{
    private const int Side = JpegFrame.BlockSide;
    private const int PassBits = 2;
    private const int ConstantBits = 13;

    /// <summary>Transforms a block.</summary>
    /// <param name="samples">Its first sample.</param>
    /// <param name="stride">From one row of samples to the next.</param>
    /// <param name="divisors">64, row by row.</param>
    /// <param name="coefficients">64, row by row.</param>
    public static void Run(ReadOnlySpan<byte> samples, int stride, ReadOnlySpan<byte> divisors, Span<short> coefficients)
    {
        Span<int> work = stackalloc int[JpegFrame.BlockSize];
        for (int row = 0; row < Side; row++)
        {
            Span<int> line = work.Slice(row * Side, Side);
            for (int i = 0; i < Side; i++) line[i] = samples[(row * stride) + i] - 128;
            Transform(line, 1, isFirst: true);
        }

        for (int column = 0; column < Side; column++) Transform(work[column..], Side, isFirst: false);
        for (int i = 0; i < coefficients.Length; i++)
        {
            int divisor = divisors[i] * Side, rounded = (Math.Abs(work[i]) + (divisor / 2)) / divisor;
            coefficients[i] = (short)(work[i] < 0 ? -rounded : rounded);
        }
    }

    private static void Transform(Span<int> x, int step, bool isFirst)
    {
        (int s0, int s1, int s2, int s3) = (x[0] + x[7 * step], x[step] + x[6 * step], x[2 * step] + x[5 * step], x[3 * step] + x[4 * step]);
        (int d0, int d1, int d2, int d3) = (x[0] - x[7 * step], x[step] - x[6 * step], x[2 * step] - x[5 * step], x[3 * step] - x[4 * step]);
        (int sum, int difference) = (s0 + s3 + s1 + s2, s0 + s3 - s1 - s2);
        (x[0], x[4 * step]) = isFirst ? (sum << PassBits, difference << PassBits) : (JpegTransform.Rounded(sum, PassBits), JpegTransform.Rounded(difference, PassBits));

        int bits = isFirst ? ConstantBits - PassBits : ConstantBits + PassBits, turned = (s1 - s2 + s0 - s3) * 4433;
        x[2 * step] = JpegTransform.Rounded(turned + ((s0 - s3) * 6270), bits);
        x[6 * step] = JpegTransform.Rounded(turned - ((s1 - s2) * 15137), bits);

        int all = (d3 + d1 + d2 + d0) * 9633;
        int a = (d3 + d0) * -7373, b = (d2 + d1) * -20995, c = ((d3 + d1) * -16069) + all, d = ((d2 + d0) * -3196) + all;
        x[7 * step] = JpegTransform.Rounded((d3 * 2446) + a + c, bits);
        x[5 * step] = JpegTransform.Rounded((d2 * 16819) + b + d, bits);
        x[3 * step] = JpegTransform.Rounded((d1 * 25172) + b + c, bits);
        x[step] = JpegTransform.Rounded((d0 * 12299) + a + d, bits);
    }
}
