using CsCheck;

using Weir.Simd;

namespace Weir.Tensors.Tests.Simd;

public class RandomTests
{
    /// <summary>The known answers that the authors of Philox publish with it (Random123, kat_vectors).</summary>
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void A_block_has_the_published_words(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint w0, uint w1, uint w2, uint w3)
    {
        PhiloxGenerator.Block block = PhiloxGenerator.Make(k0 | ((ulong)k1 << 32), new UInt128(c2 | ((ulong)c3 << 32), c0 | ((ulong)c1 << 32)));
        Assert.Equal([w0, w1, w2, w3], [block[0], block[1], block[2], block[3]]);
    }

    [Fact]
    public void Blocks_side_by_side_are_those_one_by_one() =>
        Gen.Select(Gen.ULong, Gen.ULong, Gen.ULong, Gen.Int[0, 70]).Sample((key, low, high, blocks) => Check(key, new UInt128(high, low), blocks), iter: TierTests.Iterations(300));

    [Theory]
    [InlineData(ulong.MaxValue, 20)]
    [InlineData(ulong.MaxValue - 8, 20)]
    [InlineData(ulong.MaxValue - 20, 20)]
    [InlineData(uint.MaxValue - 3UL, 20)]
    public void A_counter_carries(ulong low, int blocks) => Check(5, new UInt128(7, low), blocks);

    [Fact]
    public void The_last_block_is_followed_by_the_first() => Check(5, UInt128.MaxValue, 3);

    [Fact]
    public void Elements_do_not_depend_on_threads_or_lengths()
    {
        PhiloxGenerator generator = PhiloxGenerator.OfSeeds(3, 4);
        float[] shared = new float[100_003], alone = new float[100_003], part = new float[1_001];
        RandomFill.Run(generator, shared.AsSpan(), default(NormalFloat));
        using (WorkPool.EnterRun(1)) RandomFill.Run(generator, alone.AsSpan(), default(NormalFloat));
        RandomFill.Run(generator, part.AsSpan(), default(NormalFloat));
        Assert.Equal(alone, shared);
        Assert.Equal(alone[..part.Length], part);
    }

    [Fact]
    public void Uniform_numbers_are_below_one_and_even()
    {
        float[] numbers = new float[100_000];
        RandomFill.Run(PhiloxGenerator.OfSeeds(1, 2), numbers.AsSpan(), default(UniformFloat));
        Assert.All(numbers, number => Assert.InRange(number, 0, 1 - 1e-7f));
        Assert.InRange(numbers.Average(number => (double)number), 0.495, 0.505);
    }

    [Fact]
    public void Normal_numbers_have_their_mean_and_deviation_and_truncated_ones_their_bounds()
    {
        double[] numbers = new double[100_000];
        RandomFill.Run(PhiloxGenerator.OfSeeds(1, 2), numbers.AsSpan(), default(NormalDouble));
        Assert.InRange(numbers.Average(), -0.02, 0.02);
        Assert.InRange(numbers.Average(number => number * number), 0.98, 1.02);
        TruncatedNormalFill.Run(PhiloxGenerator.OfSeeds(1, 2), numbers.AsSpan());
        Assert.All(numbers, number => Assert.InRange(number, -2, 2));
    }

    private static void Check(ulong key, UInt128 counter, int blocks)
    {
        uint[] words = new uint[4 * blocks];
        PhiloxBlocks.Fill(new PhiloxGenerator(key, counter), words);
        PhiloxGenerator one = new(key, counter);
        foreach (uint word in words) Assert.Equal(one.Next(), word);
    }
}
