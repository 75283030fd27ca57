using System.Numerics;

namespace Weir.Buffers;

/// <summary>Keeps small and middle-sized blocks for the next tensor; large ones go straight back to the system. Thread-safe.</summary>
/// <remarks>Sizes are rounded up to four steps in each power of two, so at most a quarter of a block is unused.</remarks>
internal static class BufferPool
{
    private const int MinSizeLog2 = 8;
    private const int MaxSizeLog2 = 24;
    private const int StepsPerPower = 4;
    private const long MaxClassBytes = 16 << 20;

    /// <summary>Enough for the elements of a long list or two.</summary>
    private const int MaxClassBlocks = 1024;

    /// <summary>From this size on a request is compared with the machine's memory before it is tried.</summary>
    public const long LargeBytes = 64 << 20;

    /// <summary>The largest block that a thread keeps to itself.</summary>
    private const long MaxSpareBytes = 64 << 10;

    private static readonly SizeClass[] Classes = MakeClasses();

    /// <summary>What this thread gave back last: the next block that it needs is often like it, and nobody else has to wait.</summary>
    [ThreadStatic]
    private static NativeBuffer? spare;

    /// <summary>A buffer of at least so many bytes, with one reference. Its content is undefined.</summary>
    /// <exception cref="TfException">RESOURCE_EXHAUSTED: there is no memory.</exception>
    public static NativeBuffer Rent(long bytes)
    {
        int index = ClassOf(bytes);
        if (index < 0)
        {
            if (bytes > LargeBytes) RequireMemory(bytes);
            return new NativeBuffer(bytes);
        }

        NativeBuffer? buffer = spare?.Capacity == SizeOf(index) ? spare : Classes[index].TryTake();
        if (buffer is null) return new NativeBuffer(SizeOf(index));
        if (buffer == spare) spare = null;
        buffer.Rent();
        return buffer;
    }

    /// <summary>Refuses what the machine can not hold: the system would grant it and kill the process at the first touch.</summary>
    /// <exception cref="TfException">RESOURCE_EXHAUSTED.</exception>
    public static void RequireMemory(long bytes)
    {
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > available)
        {
            throw new TfException(StatusCode.ResourceExhausted, $"Out of memory: a tensor needs {bytes} bytes, this process may use {available}.");
        }
    }

    /// <summary>Takes back a buffer whose last reference is gone.</summary>
    public static void Return(NativeBuffer buffer)
    {
        int index = ClassOf(buffer.Capacity);
        if (index < 0 || SizeOf(index) != buffer.Capacity)
        {
            buffer.Dispose();
            return;
        }

        if (buffer.Capacity <= MaxSpareBytes)
        {
            (NativeBuffer? before, spare) = (spare, buffer);
            if (before is null) return;
            (buffer, index) = (before, ClassOf(before.Capacity));
        }

        if (!Classes[index].TryKeep(buffer)) buffer.Dispose();
    }

    /// <summary>The class whose blocks hold so many bytes, or -1 where blocks are not kept.</summary>
    internal static int ClassOf(long bytes)
    {
        if (bytes <= 1 << MinSizeLog2) return 0;
        if (bytes > 1L << MaxSizeLog2) return -1;
        int power = BitOperations.Log2((ulong)(bytes - 1));
        int step = (int)((bytes - 1) >> (power - 2)) & (StepsPerPower - 1);
        return ((power - MinSizeLog2) * StepsPerPower) + step + 1;
    }

    internal static long SizeOf(int index)
    {
        if (index == 0) return 1 << MinSizeLog2;
        int power = ((index - 1) / StepsPerPower) + MinSizeLog2;
        int step = (index - 1) % StepsPerPower;
        return (1L << power) + ((step + 1L) << (power - 2));
    }

    private static SizeClass[] MakeClasses()
    {
        SizeClass[] classes = new SizeClass[((MaxSizeLog2 - MinSizeLog2) * StepsPerPower) + 1];
        for (int i = 0; i < classes.Length; i++) classes[i] = new SizeClass((int)Math.Clamp(MaxClassBytes / SizeOf(i), 2, MaxClassBlocks));
        return classes;
    }

    /// <summary>A bounded stack of equal blocks.</summary>
    private sealed class SizeClass(int bound)
    {
        private readonly Lock gate = new();
        private readonly Stack<NativeBuffer> kept = [];

        public NativeBuffer? TryTake()
        {
            lock (gate) return kept.TryPop(out NativeBuffer? buffer) ? buffer : null;
        }

        public bool TryKeep(NativeBuffer buffer)
        {
            lock (gate)
            {
                if (kept.Count == bound) return false;
                kept.Push(buffer);
                return true;
            }
        }
    }
}
