namespace Weir.Buffers;

/// <summary>The counted memory under tensors.</summary>
/// <remarks>
/// Each holder (a variable, a user's tensor, a slot of a run, a prologue) has one reference. A buffer may be written only by
/// someone who holds its only reference, and only if it is writable at all. The count decides when memory goes back early; it is not what keeps memory safe:
/// a buffer that nobody can reach any more is freed by its finalizer whatever its count says.
/// </remarks>
internal abstract class TensorBuffer
{
    /// <summary>A live buffer never has 0 references: so one that is not writable is always shared.</summary>
    private readonly int referencesOfWriter;

    private int references = 1;

    protected TensorBuffer(bool isWritable = true) => referencesOfWriter = isWritable ? 1 : 0;

    /// <summary>Whether this buffer must not be written, for somebody else holds it too: another tensor, or a file.</summary>
    public bool IsShared => Volatile.Read(ref references) != referencesOfWriter;

    public void AddReference() => Interlocked.Increment(ref references);

    /// <summary>Adds a reference unless the buffer is already on its way back: for readers that race with the owner's release.</summary>
    public bool TryAddReference()
    {
        int seen = Volatile.Read(ref references);
        while (seen > 0)
        {
            int found = Interlocked.CompareExchange(ref references, seen + 1, seen);
            if (found == seen) return true;
            seen = found;
        }

        return false;
    }

    /// <summary>Gives one reference back; the last one returns the memory.</summary>
    public void Release()
    {
        int left = Interlocked.Decrement(ref references);
        if (left == 0) Recycle();
        else if (left < 0) throw new InvalidOperationException("A tensor buffer was released more often than it was held.");
    }

    /// <summary>Makes a recycled buffer live again, with one reference.</summary>
    protected void Revive() => Volatile.Write(ref references, 1);

    /// <summary>Called once when the last reference is gone.</summary>
    protected abstract void Recycle();
}
