namespace Weir.Simd;

/// <summary>Fills memory with random elements. Each part begins at its own place in the stream, so bits do not depend on threads.</summary>
internal static unsafe class RandomFill
{
    private const int WordsAtOnce = 1024;

    /// <summary>elements[i] is made of the words of the stream that are its own.</summary>
    public static void Run<T, TDistribution>(in PhiloxGenerator generator, Span<T> elements, TDistribution distribution)
        where T : unmanaged
        where TDistribution : struct, IDistribution<T>
    {
        int atOnce = WordsAtOnce / TDistribution.WordsPerElement;
        fixed (T* to = elements)
        {
            WorkPool.Run(new Job<T, TDistribution>(generator, to, elements.Length, distribution), ((elements.Length - 1L) / atOnce) + 1, (long)atOnce * TDistribution.Picoseconds);
        }
    }

    /// <summary>The elements in parts of <see cref="WordsAtOnce"/> words.</summary>
    private readonly struct Job<T, TDistribution>(PhiloxGenerator generator, T* to, int length, TDistribution distribution) : IParallelJob
        where T : unmanaged
        where TDistribution : struct, IDistribution<T>
    {
        public void Run(long begin, long end)
        {
            Span<uint> words = stackalloc uint[WordsAtOnce];
            Span<T> rest = stackalloc T[PhiloxGenerator.WordsPerBlock];
            int atOnce = WordsAtOnce / TDistribution.WordsPerElement, perBlock = PhiloxGenerator.WordsPerBlock / TDistribution.WordsPerElement;
            for (long part = begin; part < end; part++)
            {
                int from = (int)(part * atOnce), count = Math.Min(atOnce, length - from);
                int blocks = ((count - 1) / perBlock) + 1;
                Span<uint> used = words[..(blocks * PhiloxGenerator.WordsPerBlock)];
                PhiloxBlocks.Fill(generator.Skipped((UInt128)(ulong)(part * (WordsAtOnce / PhiloxGenerator.WordsPerBlock))), used);
                int whole = count - (count % perBlock);
                if (whole > 0) distribution.Make(used[..(whole * TDistribution.WordsPerElement)], new Span<T>(to + from, whole));
                if (whole == count) continue;
                distribution.Make(used[^PhiloxGenerator.WordsPerBlock..], rest[..perBlock]);
                rest[..(count - whole)].CopyTo(new Span<T>(to + from + whole, count - whole));
            }
        }
    }
}
