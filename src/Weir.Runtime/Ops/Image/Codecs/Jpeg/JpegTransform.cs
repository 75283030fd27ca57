namespace Weir.Ops;

/// <summary>The inverse cosine transform of a block of coefficients, to samples from 0 to 255 around 128.</summary>
/// <remarks>
/// Integers throughout, bit for bit those of libjpeg-turbo: the accurate form after Loeffler, Ligtenberg and Moschytz, the fast one after
/// Arai, Agui and Nakajima. Source: jidctint.c, jidctfst.c, jddctmgr.c. Blocks that shrink: <see cref="JpegShrinkingTransform"/>.
/// </remarks>
internal static class JpegTransform
{
    private const int Side = JpegFrame.BlockSide;
    private const int PassBits = 2;
    private const int ConstantBits = 13;
    private const int FastBits = 8;
    private const int PreScaleBits = 2;

    /// <summary>The fast transform's factors of each frequency, times 2^14.</summary>
    private static ReadOnlySpan<short> Scales =>
    [
        16384, 22725, 21407, 19266, 16384, 12873, 8867, 4520, 22725, 31521, 29692, 26722, 22725, 17855, 12299, 6270,
        21407, 29692, 27969, 25172, 21407, 16819, 11585, 5906, 19266, 26722, 25172, 22654, 19266, 15137, 10426, 5315,
        16384, 22725, 21407, 19266, 16384, 12873, 8867, 4520, 12873, 17855, 16819, 15137, 12873, 10114, 6967, 3552,
        8867, 12299, 11585, 10426, 8867, 6967, 4799, 2446, 4520, 6270, 5906, 5315, 4520, 3552, 2446, 1247,
    ];

    /// <summary>What coefficients are multiplied by before the fast transform.</summary>
    public static short[] FastFactors(ushort[] divisors)
    {
        const int ScaleBits = 14 - PassBits;
        short[] factors = new short[JpegFrame.BlockSize];
        for (int i = 0; i < factors.Length; i++) factors[i] = (short)(((divisors[i] * Scales[i]) + (1 << (ScaleBits - 1))) >> ScaleBits);
        return factors;
    }

    public static byte Sample(int value) => (byte)Math.Clamp(value + 128, 0, 255);

    public static int Rounded(int value, int bits) => (value + (1 << (bits - 1))) >> bits;

    /// <summary>The accurate transform.</summary>
    /// <param name="coefficients">64, row by row.</param>
    /// <param name="factors">What each is multiplied by.</param>
    /// <param name="samples">Where the block's first sample goes.</param>
    /// <param name="stride">From one row of samples to the next.</param>
    public static void Accurate(ReadOnlySpan<short> coefficients, ReadOnlySpan<short> factors, Span<byte> samples, int stride)
    {
        Span<int> work = stackalloc int[JpegFrame.BlockSize];
        Span<int> line = stackalloc int[Side];
        for (int column = 0; column < Side; column++)
        {
            for (int i = 0; i < Side; i++) line[i] = (short)(coefficients[(i * Side) + column] * factors[(i * Side) + column]);
            Accurate(line, ConstantBits - PassBits);
            for (int i = 0; i < Side; i++) work[(i * Side) + column] = line[i];
        }

        for (int row = 0; row < Side; row++)
        {
            Span<int> values = work.Slice(row * Side, Side);
            Accurate(values, ConstantBits + PassBits + 3);
            Span<byte> target = samples.Slice(row * stride, Side);
            for (int i = 0; i < Side; i++) target[i] = Sample(values[i]);
        }
    }

    /// <summary>The fast transform.</summary>
    public static void Fast(ReadOnlySpan<short> coefficients, ReadOnlySpan<short> factors, Span<byte> samples, int stride)
    {
        Span<int> work = stackalloc int[JpegFrame.BlockSize];
        Span<int> line = stackalloc int[Side];
        for (int column = 0; column < Side; column++)
        {
            for (int i = 0; i < Side; i++) line[i] = (short)(coefficients[(i * Side) + column] * factors[(i * Side) + column]);
            Fast(line);
            for (int i = 0; i < Side; i++) work[(i * Side) + column] = line[i];
        }

        for (int row = 0; row < Side; row++)
        {
            Span<int> values = work.Slice(row * Side, Side);
            Fast(values);
            Span<byte> target = samples.Slice(row * stride, Side);
            for (int i = 0; i < Side; i++) target[i] = Sample(values[i] >> (PassBits + 3));
        }
    }

    // One dimension; the results are divided by 2^bits.
    private static void Accurate(Span<int> x, int bits)
    {
        int even = (x[2] + x[6]) * 4433, evenLow = even - (x[6] * 15137), evenHigh = even + (x[2] * 6270);
        int sum = (x[0] + x[4]) << ConstantBits, difference = (x[0] - x[4]) << ConstantBits;
        (int e0, int e1, int e2, int e3) = (sum + evenHigh, difference + evenLow, difference - evenLow, sum - evenHigh);

        int all = (x[7] + x[3] + x[5] + x[1]) * 9633;
        int a = (x[7] + x[1]) * -7373, b = (x[5] + x[3]) * -20995, c = ((x[7] + x[3]) * -16069) + all, d = ((x[5] + x[1]) * -3196) + all;
        (int o0, int o1, int o2, int o3) = ((x[1] * 12299) + a + d, (x[3] * 25172) + b + c, (x[5] * 16819) + b + d, (x[7] * 2446) + a + c);

        (x[0], x[7]) = (Rounded(e0 + o0, bits), Rounded(e0 - o0, bits));
        (x[1], x[6]) = (Rounded(e1 + o1, bits), Rounded(e1 - o1, bits));
        (x[2], x[5]) = (Rounded(e2 + o2, bits), Rounded(e2 - o2, bits));
        (x[3], x[4]) = (Rounded(e3 + o3, bits), Rounded(e3 - o3, bits));
    }

    private static void Fast(Span<int> x)
    {
        int sum = x[0] + x[4], difference = x[0] - x[4], evens = x[2] + x[6], turned = Times(x[2] - x[6], 362) - evens;
        (int e0, int e1, int e2, int e3) = (sum + evens, difference + turned, difference - turned, sum - evens);

        (int a, int b, int c, int d) = (x[5] + x[3], x[5] - x[3], x[1] + x[7], x[1] - x[7]);
        int o0 = c + a, common = Times(b + d, 473);
        int o1 = Times(b, -413) - b + common - o0, o2 = Times(c - a, 362) - o1, o3 = Times(d, 277) - common + o2;

        (x[0], x[7]) = ((short)(e0 + o0), (short)(e0 - o0));
        (x[1], x[6]) = ((short)(e1 + o1), (short)(e1 - o1));
        (x[2], x[5]) = ((short)(e2 + o2), (short)(e2 - o2));
        (x[4], x[3]) = ((short)(e3 + o3), (short)(e3 - o3));
    }

    // In 16 bits, as the processor's vectors have them; it matters to damaged files alone.
    private static int Times(int value, int factor) => ((short)(value << PreScaleBits) * (factor << (16 - PreScaleBits - FastBits))) >> 16;
}
