using Weir.Buffers;
using Weir.Ops;

namespace Weir.Plans;

/// <summary>What kernels prepared of stable buffers (packed weights), shared by all plans of a session. Thread-safe.</summary>
/// <remarks>
/// An entry holds a reference to its source buffer: while it lives, the buffer is not written in place and not recycled, so buffer
/// and content are one. It goes with the last prologue that uses it. Where nothing is shared, each step has a preparation of its own.
/// </remarks>
internal sealed class PreparationCache(bool shares = true)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(TensorBuffer Source, object Key), Entry> entries = [];

    /// <summary>How many prepared forms are in use.</summary>
    public int Count
    {
        get
        {
            lock (gate) return entries.Count;
        }
    }

    /// <summary>The prepared form of a tensor, made now or by another plan before.</summary>
    /// <returns>A use of it, to be disposed; null if the kernel prepares nothing.</returns>
    public Entry? Use(PreparingKernel kernel, Tensor source)
    {
        lock (gate)
        {
            (TensorBuffer, object) key = (source.Buffer, (kernel.PreparationKey, source.Shape, shares ? null : new object()));
            if (!entries.TryGetValue(key, out Entry? entry))
            {
                if (kernel.Prepare(source) is not { } prepared) return null;
                entry = new Entry(this, key, source.Share(), prepared);
                entries.Add(key, entry);
            }

            entry.Uses++;
            return entry;
        }
    }

    /// <summary>One prepared form. Dispose gives one use back.</summary>
    internal sealed class Entry(PreparationCache cache, (TensorBuffer, object) key, Tensor source, object prepared) : IDisposable
    {
        public object Prepared => prepared;

        public int Uses { get; set; }

        public void Dispose()
        {
            lock (cache.gate)
            {
                if (--Uses > 0) return;
                cache.entries.Remove(key);
            }

            source.Dispose();
            (prepared as IDisposable)?.Dispose();
        }
    }
}
