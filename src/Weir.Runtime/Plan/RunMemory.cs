using Weir.Buffers;

namespace Weir.Plans;

/// <summary>The memory of one run: what it may hold, and the blocks that its values take from each other. Kept for later runs of the same frame.</summary>
/// <remarks>Used by one thread, but while <see cref="IsShared"/> says that strands run side by side.</remarks>
/// <param name="limit">How many bytes a run may hold at once.</param>
internal sealed class RunMemory(long limit)
{
    private readonly List<NativeBuffer> free = [];
    private readonly Lock gate = new();
    private long bytesInUse;

    /// <summary>Whether several threads of the run use it now. Set by the one that starts them, before and after.</summary>
    public bool IsShared { get; set; }

    /// <summary>Whether a run's strings are to be charged, too.</summary>
    public bool IsLimited => limit < long.MaxValue;

    /// <summary>A block of at least so many bytes: one that the run has let go of, or a new one.</summary>
    /// <exception cref="TfException">RESOURCE_EXHAUSTED: the run holds as much as it may, or the machine has no more.</exception>
    public NativeBuffer Rent(long bytes)
    {
        if (!IsShared) return RentAlone(bytes);
        lock (gate) return RentAlone(bytes);
    }

    /// <summary>Takes back a block that nobody else holds.</summary>
    public void Return(NativeBuffer buffer)
    {
        if (IsShared)
        {
            lock (gate) Keep(buffer);
        }
        else
        {
            Keep(buffer);
        }
    }

    /// <summary>Counts memory that came from elsewhere.</summary>
    /// <exception cref="TfException">RESOURCE_EXHAUSTED.</exception>
    public void Charge(long bytes)
    {
        Require(bytes);
        if (IsShared) Interlocked.Add(ref bytesInUse, bytes);
        else bytesInUse += bytes;
    }

    /// <summary>Forgets memory that has left the run.</summary>
    public void Uncharge(long bytes)
    {
        if (IsShared) Interlocked.Add(ref bytesInUse, -bytes);
        else bytesInUse -= bytes;
    }

    /// <summary>Refuses memory beyond what the run may hold.</summary>
    /// <exception cref="TfException">RESOURCE_EXHAUSTED.</exception>
    public void Require(long bytes)
    {
        if (bytes <= limit - bytesInUse) return;
        throw new TfException(StatusCode.ResourceExhausted,
            $"The run holds {bytesInUse} bytes of tensors and needs {bytes} more: over its limit of {limit}.");
    }

    /// <summary>The next run begins: nothing is in use.</summary>
    public void Clear() => bytesInUse = 0;

    /// <summary>Gives all free blocks back.</summary>
    public void Free()
    {
        foreach (NativeBuffer buffer in free) buffer.Release();
        free.Clear();
    }

    private NativeBuffer RentAlone(long bytes)
    {
        Require(bytes);
        NativeBuffer buffer = TakeFree(bytes) ?? BufferPool.Rent(bytes);
        Charge(buffer.Capacity);
        return buffer;
    }

    private void Keep(NativeBuffer buffer)
    {
        Uncharge(buffer.Capacity);
        free.Add(buffer);
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
