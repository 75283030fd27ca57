namespace Weir.Sessions;

/// <summary>The cell of a variable: its value, and a version that counts assignments. Thread-safe.</summary>
/// <remarks>
/// A reader takes a reference to the value. An assignment swaps in another tensor; an update writes the one that is there if nobody
/// else holds it, and a copy otherwise: so a reader sees the value before or after, never half of it.
/// </remarks>
internal sealed class VariableCell(string container, string name, DType dtype) : IDisposable
{
    private static long made;

    private readonly Lock gate = new();
    private Tensor? value;
    private long version;

    public string Container { get; } = container;

    public string Name { get; } = name;

    public DType DType { get; } = dtype;

    /// <summary>What a reference variable's node says of the shape, which a first assignment must fit.</summary>
    public Shape DeclaredShape { get; init; } = Shape.Unknown;

    /// <summary>The order of making, which is the order in which several are locked.</summary>
    public long Order { get; } = Interlocked.Increment(ref made);

    /// <summary>Grows with every assignment.</summary>
    public long Version => Volatile.Read(ref version);

    public bool IsInitialized => Volatile.Read(ref value) is not null;

    /// <summary>The value, with a reference for the caller; null if there is none yet.</summary>
    public Tensor? Read()
    {
        lock (gate) return value?.Share();
    }

    /// <summary>The value and its version, which belong together.</summary>
    public (Tensor? Value, long Version) ReadVersioned()
    {
        lock (gate) return (value?.Share(), version);
    }

    /// <summary>Replaces the value.</summary>
    /// <param name="tensor">The cell takes this handle over.</param>
    public void Assign(Tensor tensor)
    {
        lock (gate) Swap(tensor);
    }

    /// <summary>Takes the value away: the variable is as before its first assignment.</summary>
    /// <returns>False if there was none.</returns>
    public bool Clear()
    {
        lock (gate)
        {
            bool was = value is not null;
            Swap(null);
            return was;
        }
    }

    /// <summary>Begins a change of the value that no other comes between. Dispose it soon: readers wait.</summary>
    public VariableUpdate BeginUpdate()
    {
        gate.Enter();
        return new VariableUpdate(this);
    }

    public void Dispose() => Clear();

    /// <summary>The value for an update to look at.</summary>
    internal Tensor? Held => value;

    internal void Swap(Tensor? tensor)
    {
        Tensor? old = value;
        Volatile.Write(ref value, tensor);
        CountVersion();
        if (!ReferenceEquals(old, tensor)) old?.Dispose();
    }

    internal void CountVersion() => Volatile.Write(ref version, version + 1);

    internal void EndUpdate() => gate.Exit();
}
