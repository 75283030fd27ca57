namespace Weir.Servables;

/// <summary>A loaded servable and the number of those who use it. It is disposed when the manager and the last user have let go.</summary>
internal sealed class CountedServable<T>(ServableId id, T value)
    where T : class, IDisposable
{
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The manager's own reference is the first.</summary>
    private int references = 1;

    public ServableId Id => id;

    public T Value => value;

    /// <summary>Ends when nobody holds it any more.</summary>
    public Task Drained => drained.Task;

    /// <summary>Takes a reference, unless the last one is gone already.</summary>
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

    public void Release()
    {
        if (Interlocked.Decrement(ref references) == 0) drained.SetResult();
    }
}
