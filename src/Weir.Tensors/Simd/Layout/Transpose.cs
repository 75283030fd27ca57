namespace Weir.Simd;

/// <summary>Permutes dimensions. Elements count by their size only: 1, 2, 4, 8 or 16 bytes.</summary>
internal static unsafe class Transpose
{
    private const int PicosecondsPerElement = 500;

    /// <summary>Moves the elements of <paramref name="source"/> where the plan says.</summary>
    /// <param name="plan">The permutation.</param>
    /// <param name="source">All elements.</param>
    /// <param name="destination">As many; apart from the source.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Run<T>(in TransposePlan plan, ReadOnlySpan<T> source, Span<T> destination)
        where T : unmanaged
    {
        if (source.Length != plan.Length || destination.Length != plan.Length)
            throw new ArgumentException($"{source.Length} elements to {destination.Length}, the plan has {plan.Length}.");
        fixed (T* s = source, d = destination)
        fixed (TransposePlan* way = &plan)
        {
            if (plan.Rank <= 1)
                Copy(s, d, source.Length);
            else if (sizeof(T) == 4)
                Start(way, (uint*)s, (uint*)d);
            else
                Start(way, s, d);
        }
    }

    /// <summary>The same for elements given as bytes.</summary>
    /// <exception cref="ArgumentException">A length does not fit, or no element has this size.</exception>
    public static void Run(in TransposePlan plan, ReadOnlySpan<byte> source, Span<byte> destination, int elementSize)
    {
        switch (elementSize)
        {
            case 1: Run<byte>(plan, source, destination); break;
            case 2: Run<ushort>(plan, Cast<ushort>(source), Cast<ushort>(destination)); break;
            case 4: Run<uint>(plan, Cast<uint>(source), Cast<uint>(destination)); break;
            case 8: Run<ulong>(plan, Cast<ulong>(source), Cast<ulong>(destination)); break;
            case 16: Run<UInt128>(plan, Cast<UInt128>(source), Cast<UInt128>(destination)); break;
            default: throw new ArgumentException($"Elements of {elementSize} bytes.", nameof(elementSize));
        }
    }

    /// <summary>Fills a dense result with the elements that lie at given steps in the source.</summary>
    /// <param name="source">The elements.</param>
    /// <param name="sizes">The result's sizes.</param>
    /// <param name="strides">The step in the source for each dimension; within it.</param>
    /// <param name="destination">As many elements as the sizes say; apart from the source.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Gather<T>(ReadOnlySpan<T> source, ReadOnlySpan<long> sizes, ReadOnlySpan<long> strides, Span<T> destination)
        where T : unmanaged
    {
        TransposePlan plan = TransposePlan.OfStrides(sizes, strides);
        if (destination.Length != plan.Length)
            throw new ArgumentException($"{destination.Length} elements, the sizes say {plan.Length}.");
        long last = 0;
        for (int i = 0; i < sizes.Length; i++)
            last += (sizes[i] - 1) * strides[i];
        if (destination.IsEmpty)
            return;
        if (last >= source.Length)
            throw new ArgumentException($"The steps lead to element {last} of {source.Length}.");
        fixed (T* s = source, d = destination)
        {
            if (plan.Rank >= 2 && sizeof(T) == 4)
                Start(&plan, (uint*)s, (uint*)d);
            else if (plan.Rank >= 2)
                Start(&plan, s, d);
            else
                for (long i = 0, step = plan.Rank == 0 ? 0 : plan.Stride(0); i < destination.Length; i++) d[i] = s[i * step];
        }
    }

    private static ReadOnlySpan<T> Cast<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(bytes);

    private static Span<T> Cast<T>(Span<byte> bytes)
        where T : unmanaged => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(bytes);

    private static void Copy<T>(T* source, T* destination, long n)
        where T : unmanaged => Buffer.MemoryCopy(source, destination, n * sizeof(T), n * sizeof(T));

    private static void Start<T>(TransposePlan* plan, T* source, T* destination)
        where T : unmanaged
    {
        if (plan->Length == 0)
            return;
        if (plan->Stride(0) == 1)
        {
            long inner = plan->Size(0);
            WorkPool.Run(new RowsJob<T>(plan, source, destination), plan->Length / inner, (inner * sizeof(T) * 30) + 5_000);
            return;
        }
        if (sizeof(T) == 4 && InterleaveJob.Fits(*plan))
        {
            var three = new InterleaveJob(plan, (float*)source, (float*)destination);
            WorkPool.Run(in three, three.Items, three.ItemLength * PicosecondsPerElement);
            return;
        }
        var job = new TilesJob<T>(plan, source, destination);
        WorkPool.Run(in job, job.Items, job.ItemLength * PicosecondsPerElement);
    }

    // The innermost dimension stays: rows move whole.
    private readonly struct RowsJob<T>(TransposePlan* plan, T* source, T* destination) : IParallelJob
        where T : unmanaged
    {
        public void Run(long begin, long end)
        {
            long inner = plan->Size(0);
            for (long row = begin; row < end; row++)
            {
                long rest = row, offset = 0;
                for (int d = 1; d < plan->Rank; d++)
                {
                    (rest, long index) = Math.DivRem(rest, plan->Size(d));
                    offset += index * plan->Stride(d);
                }
                Copy(source + offset, destination + (row * inner), inner);
            }
        }
    }
}
