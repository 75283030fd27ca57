namespace Weir.Ops;

/// <summary>Elements that are put together of components which come one by one, by key; those that are complete may be taken.</summary>
/// <remarks>
/// An element's index says when its key came first: keys of one insertion share it, and the first is the least number there is. Elements
/// leave in the order of their indices, and who asks first is served first. Source: barrier_ops.cc.
/// </remarks>
/// <param name="name">The name in messages.</param>
/// <param name="types">The dtype of each component.</param>
/// <param name="shapes">The shape of each component; empty: any.</param>
/// <param name="maxElements">How many elements it may hold.</param>
internal sealed class Barrier(string name, DType[] types, Shape[] shapes, int maxElements) : AwaitedResource
{
    private readonly Dictionary<byte[], Element> incomplete = new(ByteStringComparer.Instance);
    private readonly PriorityQueue<Element, (long Index, long Number)> ready = new();
    private readonly LinkedList<Barrier> takers = [];
    private long nextIndex = long.MinValue;
    private long finished;
    private bool isClosed;
    private bool isCancelled;

    public DType[] Types => types;

    public Shape[] Shapes => shapes;

    public int ReadyCount => Do(() => ready.Count);

    public int IncompleteCount => Do(() => incomplete.Count);

    /// <summary>Adds a component to elements.</summary>
    /// <param name="component">Which one.</param>
    /// <param name="keys">The elements'.</param>
    /// <param name="values">A value for each; the barrier takes those over that it keeps.</param>
    public void Insert(int component, ReadOnlyMemory<byte[]> keys, Tensor[] values) => Do(() =>
    {
        if (isClosed && (isCancelled || (keys.Length > 0 && incomplete.Count == 0)))
        {
            throw Closed($"is closed.  Pending enqueues cancelled: {Flag(isCancelled)}.  Number of new insertions: {keys.Length}.  Number of incomplete keys: {incomplete.Count}.");
        }

        bool isNew = false;
        try
        {
            for (int i = 0; i < keys.Length; i++)
            {
                isNew |= Insert(component, keys.Span[i], values[i], i);
                values[i] = null!;
            }
        }
        finally
        {
            if (isNew) nextIndex++;
        }

        return true;
    });

    /// <summary>Takes complete elements out, when there are enough.</summary>
    /// <param name="count">How many.</param>
    /// <param name="takesFewer">Whether a closed barrier's last elements are enough.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>A list of elements, the caller's.</returns>
    public ValueTask<object?> TakeAsync(int count, bool takesFewer, CancellationToken cancellation)
    {
        LinkedListNode<Barrier>? place = null;
        return DoAsync(TakeInLine, () => Leave(place), cancellation);

        object? TakeInLine()
        {
            bool isFirstTry = place is null;
            place ??= takers.AddLast(this);
            if (takers.First != place || Take(count, takesFewer, isFirstTry) is not { } taken) return null;
            takers.Remove(place);
            return taken;
        }
    }

    /// <summary>Lets no more keys in; or, if it cancels, nothing more at all.</summary>
    public void Close(bool cancels) => Do(() =>
    {
        if (isClosed && (isCancelled || !cancels)) throw Closed("is already closed.");
        (isClosed, isCancelled) = (true, cancels);
        if (cancels) FreeIncomplete();
        return true;
    });

    protected override void Free()
    {
        FreeIncomplete();
        while (ready.TryDequeue(out Element? element, out _)) element.Dispose();
    }

    private bool Insert(int component, byte[] key, Tensor value, int position)
    {
        bool isNew = !incomplete.TryGetValue(key, out Element? element);
        if (isNew && isClosed)
        {
            throw Closed($"is closed, but attempted to insert a brand new key: {Text(key)}.  Pending enqueues cancelled: {Flag(isCancelled)}.  "
                + $"Insertion index: {position}.  Number of incomplete keys: {incomplete.Count}.");
        }

        if (element is null)
        {
            if (incomplete.Count + ready.Count >= maxElements) throw new TfException(StatusCode.ResourceExhausted, $"Barrier '{name}' holds {maxElements} elements: more are over the limit.");
            element = new Element(nextIndex, key, new Tensor?[types.Length]);
            incomplete.Add(key, element);
        }

        if (element.Components[component] is not null) throw new TfException(StatusCode.InvalidArgument, $"Key {Text(key)} already has a value for component {component} in barrier {name}");
        element.Components[component] = value;
        if (!Array.TrueForAll(element.Components, part => part is not null)) return isNew;
        incomplete.Remove(key);
        ready.Enqueue(element, (element.Index, finished++));
        return isNew;
    }

    private List<Element>? Take(int count, bool takesFewer, bool isFirstTry)
    {
        int wanted = count;
        if (isClosed && (isFirstTry || incomplete.Count == 0))
        {
            int available = takesFewer ? ready.Count : ready.Count + incomplete.Count;
            if (takesFewer) wanted = Math.Min(count, available);
            if (available < Math.Max(wanted, 1))
            {
                throw new TfException(StatusCode.OutOfRange, $"Barrier '{name}' is closed and has insufficient elements (requested {count}, total size {available})");
            }
        }

        if (ready.Count < wanted) return null;
        List<Element> taken = [];
        while (taken.Count < wanted) taken.Add(ready.Dequeue());
        return taken;
    }

    private void Leave(LinkedListNode<Barrier>? place)
    {
        if (place is not null) takers.Remove(place);
    }

    private void FreeIncomplete()
    {
        foreach (Element element in incomplete.Values) element.Dispose();
        incomplete.Clear();
    }

    private TfException Closed(string what) => new(StatusCode.Cancelled, $"Barrier '{name}' {what}");

    private static string Text(byte[] key) => System.Text.Encoding.UTF8.GetString(key);

    private static int Flag(bool value) => value ? 1 : 0;

    /// <summary>The components that came for a key.</summary>
    internal sealed record Element(long Index, byte[] Key, Tensor?[] Components) : IDisposable
    {
        public void Dispose() => TensorQueue.Free(Components);
    }
}
