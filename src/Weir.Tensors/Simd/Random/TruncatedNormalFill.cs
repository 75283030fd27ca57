using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>Normal numbers nearer to 0 than two deviations; others are thrown away.</summary>
/// <remarks>
/// How many words an element takes is not known before, so each group of elements, as many as a block has words for, has a stream
/// of its own: 256 blocks for an element of four. Source: random_op_cpu.h, random_distributions.h.
/// </remarks>
internal static unsafe class TruncatedNormalFill
{
    private const int ReservedPerOutput = 256;

    public static void Run<T>(in PhiloxGenerator generator, Span<T> elements)
        where T : unmanaged
    {
        int group = typeof(T) == typeof(double) ? 2 : 4;
        fixed (T* to = elements)
        {
            WorkPool.Run(new Job<T>(generator, to, elements.Length, group), ((elements.Length - 1L) / group) + 1, group * 15_000L);
        }
    }

    private readonly struct Job<T>(PhiloxGenerator generator, T* to, int length, int group) : IParallelJob
        where T : unmanaged
    {
        public void Run(long begin, long end)
        {
            for (long part = begin; part < end; part++)
            {
                PhiloxGenerator own = generator.Skipped((UInt128)(ulong)(part * group * ReservedPerOutput / PhiloxGenerator.WordsPerBlock));
                int from = (int)(part * group), until = Math.Min(length, from + group);
                while (from < until)
                {
                    (double first, double second) = typeof(T) == typeof(double)
                        ? BoxMuller.Doubles(own.Next(), own.Next(), own.Next(), own.Next())
                        : BoxMuller.Floats(own.Next(), own.Next());
                    if (Math.Abs(first) < 2) to[from++] = Narrow(first);
                    if (from < until && Math.Abs(second) < 2) to[from++] = Narrow(second);
                }
            }
        }

        private static T Narrow(double value) =>
            typeof(T) == typeof(double) ? Unsafe.BitCast<double, T>(value)
            : typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)value)
            : typeof(T) == typeof(Half) ? Unsafe.BitCast<Half, T>((Half)(float)value)
            : Unsafe.BitCast<BFloat16, T>((BFloat16)(float)value);
    }
}
