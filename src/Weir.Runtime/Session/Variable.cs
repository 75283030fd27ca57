namespace Weir.Sessions;

/// <summary>The cell of a variable: its value, and a version that counts assignments. Thread-safe.</summary>
/// <remarks>
/// Values are immutable: an assignment swaps in another tensor, so a reader sees one or the other, never half. Readers take no lock:
/// they add a reference to the buffer and check that the cell still holds it.
/// </remarks>
internal sealed class Variable(string container, string name, DType dtype) : IDisposable
{
    private readonly Lock writing = new();
    private Tensor? value;
    private long version;

    public string Container { get; } = container;

    public string Name { get; } = name;

    public DType DType { get; } = dtype;

    /// <summary>Grows with every assignment.</summary>
    public long Version => Volatile.Read(ref version);

    public bool IsInitialized => Volatile.Read(ref value) is not null;

    /// <summary>The value, with a reference for the caller; null if there is none yet.</summary>
    public Tensor? Read()
    {
        while (true)
        {
            Tensor? seen = Volatile.Read(ref value);
            if (seen is null) return null;
            if (seen.TryShare() is not { } shared) continue;
            if (ReferenceEquals(seen, Volatile.Read(ref value))) return shared;
            shared.Dispose();
        }
    }

    /// <summary>The value and its version, which belong together.</summary>
    public (Tensor? Value, long Version) ReadVersioned()
    {
        lock (writing) return (value?.Share(), version);
    }

    /// <summary>Replaces the value.</summary>
    /// <param name="tensor">The cell takes this handle over.</param>
    public void Assign(Tensor tensor)
    {
        lock (writing) Swap(tensor);
    }

    /// <summary>Replaces the value by one that is computed from it, with no assignment in between.</summary>
    /// <param name="update">Gets the current value (null: none) and gives the new one.</param>
    public void Update(Func<Tensor?, Tensor> update)
    {
        lock (writing) Swap(update(value));
    }

    public void Dispose()
    {
        lock (writing) Swap(null);
    }

    private void Swap(Tensor? tensor)
    {
        Tensor? old = value;
        Volatile.Write(ref value, tensor);
        Volatile.Write(ref version, version + 1);
        old?.Dispose();
    }
}
