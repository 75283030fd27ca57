namespace Weir.Ops;

/// <summary>The inverse cosine transform of a block of coefficients to fewer samples than it has: 4, 2 or 1 a side.</summary>
/// <remarks>Source: jidctred.c.</remarks>
internal static class JpegShrinkingTransform
{
    private const int Side = JpegFrame.BlockSide;
    private const int PassBits = 2;
    private const int ConstantBits = 13;

    /// <summary>Four samples a side.</summary>
    public static void ToFour(ReadOnlySpan<short> coefficients, ReadOnlySpan<short> factors, Span<byte> samples, int stride)
    {
        Span<int> work = stackalloc int[4 * Side];
        Span<int> line = stackalloc int[Side];
        Span<int> four = stackalloc int[4];
        for (int column = 0; column < Side; column++)
        {
            if (column == 4) continue; // rows do not look at it
            for (int i = 0; i < Side; i++) line[i] = (short)(coefficients[(i * Side) + column] * factors[(i * Side) + column]);
            Four(line, four, ConstantBits - PassBits + 1);
            for (int i = 0; i < 4; i++) work[(i * Side) + column] = four[i];
        }

        for (int row = 0; row < 4; row++)
        {
            Four(work.Slice(row * Side, Side), four, ConstantBits + PassBits + 3 + 1);
            for (int i = 0; i < 4; i++) samples[(row * stride) + i] = JpegTransform.Sample(four[i]);
        }
    }

    /// <summary>Two samples a side.</summary>
    public static void ToTwo(ReadOnlySpan<short> coefficients, ReadOnlySpan<short> factors, Span<byte> samples, int stride)
    {
        Span<int> work = stackalloc int[2 * Side];
        Span<int> line = stackalloc int[Side];
        for (int column = 0; column < Side; column++)
        {
            if (column is 2 or 4 or 6) continue;
            for (int i = 0; i < Side; i++) line[i] = (short)(coefficients[(i * Side) + column] * factors[(i * Side) + column]);
            (work[column], work[Side + column]) = Two(line, ConstantBits - PassBits + 2);
        }

        for (int row = 0; row < 2; row++)
        {
            (int left, int right) = Two(work.Slice(row * Side, Side), ConstantBits + PassBits + 3 + 2);
            (samples[row * stride], samples[(row * stride) + 1]) = (JpegTransform.Sample(left), JpegTransform.Sample(right));
        }
    }

    /// <summary>The mean alone.</summary>
    public static void ToOne(ReadOnlySpan<short> coefficients, ReadOnlySpan<short> factors, Span<byte> samples, int stride) =>
        samples[0] = JpegTransform.Sample(JpegTransform.Rounded((short)(coefficients[0] * factors[0]), 3));

    private static void Four(ReadOnlySpan<int> x, Span<int> y, int bits)
    {
        int even = x[0] << (ConstantBits + 1), turned = (x[2] * 15137) - (x[6] * 6270);
        int inner = (x[7] * -1730) + (x[5] * 11893) - (x[3] * 17799) + (x[1] * 8697);
        int outer = (x[7] * -4176) - (x[5] * 4926) + (x[3] * 7373) + (x[1] * 20995);
        (y[0], y[3]) = (JpegTransform.Rounded(even + turned + outer, bits), JpegTransform.Rounded(even + turned - outer, bits));
        (y[1], y[2]) = (JpegTransform.Rounded(even - turned + inner, bits), JpegTransform.Rounded(even - turned - inner, bits));
    }

    private static (int First, int Second) Two(ReadOnlySpan<int> x, int bits)
    {
        int even = x[0] << (ConstantBits + 2), odd = (x[7] * -5906) + (x[5] * 6967) - (x[3] * 10426) + (x[1] * 29692);
        return (JpegTransform.Rounded(even + odd, bits), JpegTransform.Rounded(even - odd, bits));
    }
}
