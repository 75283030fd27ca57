using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>The random numbers Philox 4x32-10: a block of four words for each value of a counter. A value: copies go on independently.</summary>
/// <remarks>
/// Ten rounds of multiplying and mixing make block n without those before it, so any part of a stream can be made anywhere.
/// Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3"; philox_random.h.
/// </remarks>
internal struct PhiloxGenerator(ulong key, UInt128 counter)
{
    public const int WordsPerBlock = 4;

    internal const uint MultiplierA = 0xD2511F53;
    internal const uint MultiplierB = 0xCD9E8D57;
    internal const uint KeyStepA = 0x9E3779B9;
    internal const uint KeyStepB = 0xBB67AE85;
    internal const int Rounds = 10;

    private Block words;
    private int left;

    public ulong Key { get; } = key;

    /// <summary>The number of the next block.</summary>
    public UInt128 Counter { get; private set; } = counter;

    /// <summary>The generator of a seed and a second one, as TensorFlow's ops have them.</summary>
    public static PhiloxGenerator OfSeeds(long seed, long seed2) => new((ulong)seed, new UInt128((ulong)seed2, 0));

    /// <summary>A generator so many blocks further on.</summary>
    public readonly PhiloxGenerator Skipped(UInt128 blocks) => new(Key, unchecked(Counter + blocks));

    /// <summary>The next word of the stream.</summary>
    public uint Next()
    {
        if (left == 0)
        {
            words = Make(Key, Counter);
            Counter++;
            left = WordsPerBlock;
        }

        return words[WordsPerBlock - left--];
    }

    /// <summary>The next block of the stream; words left over from the one before are lost.</summary>
    public Block NextBlock()
    {
        left = 0;
        return Make(Key, Counter++);
    }

    /// <summary>One block.</summary>
    public static Block Make(ulong key, UInt128 counter)
    {
        (uint a, uint b) = ((uint)key, (uint)(key >> 32));
        (uint x0, uint x1, uint x2, uint x3) = ((uint)counter, (uint)(counter >> 32), (uint)(counter >> 64), (uint)(counter >> 96));
        for (int round = 0; round < Rounds; round++)
        {
            ulong first = (ulong)MultiplierA * x0, second = (ulong)MultiplierB * x2;
            (x0, x1, x2, x3) = ((uint)(second >> 32) ^ x1 ^ a, (uint)second, (uint)(first >> 32) ^ x3 ^ b, (uint)first);
            a += KeyStepA;
            b += KeyStepB;
        }

        Block block = default;
        (block[0], block[1], block[2], block[3]) = (x0, x1, x2, x3);
        return block;
    }

    /// <summary>The four words of a counter's value.</summary>
    [InlineArray(WordsPerBlock)]
    public struct Block
    {
        private uint first;
    }
}
