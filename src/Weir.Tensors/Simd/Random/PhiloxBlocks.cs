using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Weir.Simd;

/// <summary>Many blocks of a Philox stream: a lane for each block, where the machine multiplies 32 by 32 bits in lanes.</summary>
internal static unsafe class PhiloxBlocks
{
    /// <summary>Fills words with the stream of a generator, from its next block on.</summary>
    /// <param name="generator">Where the stream begins; not changed.</param>
    /// <param name="words">A multiple of four.</param>
    public static void Fill(in PhiloxGenerator generator, Span<uint> words)
    {
        fixed (uint* to = words)
        {
            (nint done, nint blocks) = (0, words.Length / PhiloxGenerator.WordsPerBlock);

            // A lane's counter must not carry into its high half: a stream that is so near to it is made block by block.
            bool carries = (ulong)generator.Counter > ulong.MaxValue - (ulong)blocks;
            if (Avx512F.IsSupported && !carries) done = Wide(generator, to, blocks);
            else if (Avx2.IsSupported && !carries) done = Narrow(generator, to, blocks);
            for (; done < blocks; done++) *(PhiloxGenerator.Block*)(to + (done * PhiloxGenerator.WordsPerBlock)) = PhiloxGenerator.Make(generator.Key, generator.Counter + (UInt128)(ulong)done);
        }
    }

    /// <returns>The number of blocks that were made: a multiple of eight.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static nint Wide(in PhiloxGenerator generator, uint* to, nint blocks)
    {
        Vector512<ulong> low = Vector512.Create((ulong)uint.MaxValue);
        Vector512<uint> multiplierA = Vector512.Create((ulong)PhiloxGenerator.MultiplierA).AsUInt32(), multiplierB = Vector512.Create((ulong)PhiloxGenerator.MultiplierB).AsUInt32();
        Vector512<ulong> counter = Vector512.Create((ulong)generator.Counter) + Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7);
        ulong high = (ulong)(generator.Counter >> 64);
        nint done = 0;
        for (; done <= blocks - 8; done += 8, to += 32)
        {
            Vector512<ulong> x0 = counter & low, x1 = counter >>> 32;
            Vector512<ulong> x2 = Vector512.Create(high & uint.MaxValue), x3 = Vector512.Create(high >> 32);
            (uint a, uint b) = ((uint)generator.Key, (uint)(generator.Key >> 32));
            for (int round = 0; round < PhiloxGenerator.Rounds; round++)
            {
                Vector512<ulong> first = Avx512F.Multiply(x0.AsUInt32(), multiplierA), second = Avx512F.Multiply(x2.AsUInt32(), multiplierB);
                x0 = (second >>> 32) ^ x1 ^ Vector512.Create((ulong)a);
                x2 = (first >>> 32) ^ x3 ^ Vector512.Create((ulong)b);
                x1 = second & low;
                x3 = first & low;
                a += PhiloxGenerator.KeyStepA;
                b += PhiloxGenerator.KeyStepB;
            }

            Vector512<ulong> front = x0 | (x1 << 32), back = x2 | (x3 << 32);
            Vector512<ulong> even = Avx512F.UnpackLow(front, back), odd = Avx512F.UnpackHigh(front, back);
            Store(even.GetLower(), odd.GetLower(), to);
            Store(even.GetUpper(), odd.GetUpper(), to + 16);
            counter += Vector512.Create(8UL);
        }

        return done;
    }

    /// <returns>The number of blocks that were made: a multiple of four.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static nint Narrow(in PhiloxGenerator generator, uint* to, nint blocks)
    {
        Vector256<ulong> low = Vector256.Create((ulong)uint.MaxValue);
        Vector256<uint> multiplierA = Vector256.Create((ulong)PhiloxGenerator.MultiplierA).AsUInt32(), multiplierB = Vector256.Create((ulong)PhiloxGenerator.MultiplierB).AsUInt32();
        Vector256<ulong> counter = Vector256.Create((ulong)generator.Counter) + Vector256.Create(0UL, 1, 2, 3);
        ulong high = (ulong)(generator.Counter >> 64);
        nint done = 0;
        for (; done <= blocks - 4; done += 4, to += 16)
        {
            Vector256<ulong> x0 = counter & low, x1 = counter >>> 32;
            Vector256<ulong> x2 = Vector256.Create(high & uint.MaxValue), x3 = Vector256.Create(high >> 32);
            (uint a, uint b) = ((uint)generator.Key, (uint)(generator.Key >> 32));
            for (int round = 0; round < PhiloxGenerator.Rounds; round++)
            {
                Vector256<ulong> first = Avx2.Multiply(x0.AsUInt32(), multiplierA), second = Avx2.Multiply(x2.AsUInt32(), multiplierB);
                x0 = (second >>> 32) ^ x1 ^ Vector256.Create((ulong)a);
                x2 = (first >>> 32) ^ x3 ^ Vector256.Create((ulong)b);
                x1 = second & low;
                x3 = first & low;
                a += PhiloxGenerator.KeyStepA;
                b += PhiloxGenerator.KeyStepB;
            }

            Vector256<ulong> front = x0 | (x1 << 32), back = x2 | (x3 << 32);
            Store(Avx2.UnpackLow(front, back), Avx2.UnpackHigh(front, back), to);
            counter += Vector256.Create(4UL);
        }

        return done;
    }

    /// <summary>Four blocks, of which the even and the odd are side by side.</summary>
    private static void Store(Vector256<ulong> even, Vector256<ulong> odd, uint* to)
    {
        even.GetLower().AsUInt32().Store(to);
        odd.GetLower().AsUInt32().Store(to + 4);
        even.GetUpper().AsUInt32().Store(to + 8);
        odd.GetUpper().AsUInt32().Store(to + 12);
    }
}
