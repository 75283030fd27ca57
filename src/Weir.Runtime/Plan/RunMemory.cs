using Weir.Buffers;

namespace Weir.Plans;

/// <summary>The memory of a run: what it may hold, and the blocks that its values take from each other. Kept for later runs of the same frame. Used by one thread.</summary>
/// <remarks>A part of the run, a strand or a call, has a memory of its own, so that strands do not wait for each other: what it takes from the run it keeps until it ends, and the run counts it all the while.</remarks>
/// <param name="limit">How many bytes a run may hold at once.</param>
/// <param name="run">For a part: the memory of the run.</param>
internal sealed class RunMemory(long limit, RunMemory? run = null)
{
    private readonly List<NativeBuffer> free = [];
    private readonly Lock gate = new();
    private long bytesInUse;

    /// <summary>Whether a run's strings are to be charged, too.</summary>
    public bool IsLimited => limit < long.MaxValue;

    /// <summary>The memory for a part of the run.</summary>
    public RunMemory ForPart() => new(limit, run ?? this);

    /// <summary>A block of at least so many bytes: one that the run has let go of, or a new one.</summary>
    /// <exception cref="TfException">RESOURCE_EXHAUSTED: the run holds as much as it may, or the machine has no more.</exception>
    public NativeBuffer Rent(long bytes)
    {
        if (run is not null)
        {
            if (TakeFree(bytes) is { } own) return own;
            lock (run.gate) return run.Rent(bytes);
        }

        Require(bytes);
        NativeBuffer buffer = TakeFree(bytes) ?? BufferPool.Rent(bytes);
        bytesInUse += buffer.Capacity;
        return buffer;
    }

    /// <summary>Takes back a block that nobody else holds.</summary>
    public void Return(NativeBuffer buffer)
    {
        if (run is null) bytesInUse -= buffer.Capacity;
        free.Add(buffer);
    }

    /// <summary>Counts memory that came from elsewhere.</summary>
    /// <exception cref="TfException">RESOURCE_EXHAUSTED.</exception>
    public void Charge(long bytes)
    {
        if (run is not null)
        {
            lock (run.gate) run.Charge(bytes);
            return;
        }

        Require(bytes);
        bytesInUse += bytes;
    }

    /// <summary>Forgets memory that has left the run.</summary>
    public void Uncharge(long bytes)
    {
        if (run is not null)
        {
            lock (run.gate) run.Uncharge(bytes);
            return;
        }

        bytesInUse -= bytes;
    }

    /// <summary>Refuses memory beyond what the run may hold.</summary>
    /// <exception cref="TfException">RESOURCE_EXHAUSTED.</exception>
    public void Require(long bytes)
    {
        long held = (run ?? this).bytesInUse;
        if (bytes > limit - held) throw OverLimit(held, bytes);
    }

    private TfException OverLimit(long held, long bytes) => new(StatusCode.ResourceExhausted,
        $"The run holds {held} bytes of tensors and needs {bytes} more: over its limit of {limit}.");

    /// <summary>The part has ended: its free blocks are the run's again.</summary>
    public void EndPart()
    {
        lock (run!.gate)
        {
            foreach (NativeBuffer buffer in free) run.Return(buffer);
        }

        free.Clear();
    }

    /// <summary>The next run begins: nothing is in use.</summary>
    public void Clear() => bytesInUse = 0;

    /// <summary>Gives all free blocks back.</summary>
    public void Free()
    {
        foreach (NativeBuffer buffer in free) buffer.Release();
        free.Clear();
    }

    /// <summary>The block freed last that is large enough and not much too large.</summary>
    private NativeBuffer? TakeFree(long bytes)
    {
        long most = Math.Max(bytes * 2, 4096);
        for (int i = free.Count - 1; i >= 0; i--)
        {
            NativeBuffer candidate = free[i];
            if (candidate.Capacity < bytes || candidate.Capacity > most) continue;
            free.RemoveAt(i);
            return candidate;
        }

        return null;
    }
}
