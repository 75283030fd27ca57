using Weir.Buffers;

namespace Weir.Sessions;

/// <summary>The cell of a variable: its value, and a version that counts assignments. Thread-safe.</summary>
/// <remarks>
/// <para>An assignment puts another tensor in the place of the value; an update writes the one that is there if nobody else holds it, and a copy otherwise:
/// so a reader sees the value before or after, never half of it. Writers wait for each other, and show what they did when they are done. Readers take no lock.</para>
/// <para>A reader takes a reference to the memory of the value that it sees, and then looks again: only if that value is still the one does the reference count,
/// for the value may have gone, and its memory into other hands, before the reference was there. A handle that was replaced never comes back.</para>
/// <para>A writer that would write in place puts a mark in the place of the value first, and looks at the references then. Both sides write before they look, with a full
/// fence between: so the writer sees the reader's reference, and writes a copy, or the reader sees the mark, and waits until the writer is done.</para>
/// <para>The version grows after the value was shown. A reader looks at the version first: so it never takes an old value for a newer version,
/// and at the worst the version that it has is no longer true.</para>
/// </remarks>
internal sealed class VariableCell(string container, string name, DType dtype) : IDisposable
{
    /// <summary>What readers find while the value is written.</summary>
    private static readonly Tensor BeingWritten = new();

    private static long made;

    private readonly Lock gate = new();
    private Tensor? held;
    private Tensor? seen;
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

    public bool IsInitialized => Volatile.Read(ref seen) is not null;

    /// <summary>The value, with a reference for the caller; null if there is none yet.</summary>
    public Tensor? Read()
    {
        SpinWait wait = default;
        while (true)
        {
            Tensor? value = Volatile.Read(ref seen);
            if (value is null) return null;
            if (value.TryShare(ref seen) is { } shared) return shared;
            if (!wait.NextSpinWillYield) wait.SpinOnce();
            else AwaitWriter();
        }
    }

    /// <summary>The value and the version that it has, or had a moment ago.</summary>
    public (Tensor? Value, long Version) ReadVersioned()
    {
        long before = Version;
        return (Read(), before);
    }

    /// <summary>Replaces the value.</summary>
    /// <param name="tensor">The cell takes this handle over.</param>
    public void Assign(Tensor tensor)
    {
        lock (gate)
        {
            held = tensor;
            Publish();
        }
    }

    /// <summary>Takes the value away: the variable is as before its first assignment.</summary>
    /// <returns>False if there was none.</returns>
    public bool Clear()
    {
        lock (gate)
        {
            bool was = held is not null;
            held = null;
            Publish();
            return was;
        }
    }

    /// <summary>Begins a change of the value that no other comes between. Dispose it soon: writers wait, and readers while the value is written in place.</summary>
    public VariableUpdate BeginUpdate()
    {
        gate.Enter();
        return new VariableUpdate(this);
    }

    public void Dispose() => Clear();

    /// <summary>The value for an update to look at. Another one, which the cell takes over, is seen by readers when the update ends.</summary>
    internal Tensor? Held
    {
        get => held;
        set => held = value;
    }

    /// <summary>Makes sure that no reader sees the value until the update ends, if nobody holds its memory.</summary>
    /// <returns>False where somebody does.</returns>
    internal bool TryBeginWriting()
    {
        TensorBuffer buffer = held!.Buffer;
        if (!ReferenceEquals(seen, held)) return true; // A copy that nobody sees yet, or the mark is there.
        if (buffer.IsShared) return false;
        Interlocked.Exchange(ref seen, BeingWritten);
        if (buffer.IsShared)
        {
            Volatile.Write(ref seen, held);
            return false;
        }

        return true;
    }

    internal void EndUpdate()
    {
        Publish();
        gate.Exit();
    }

    private void Publish()
    {
        Tensor? before = seen;
        if (ReferenceEquals(before, held)) return;
        Volatile.Write(ref seen, held);
        Volatile.Write(ref version, version + 1);
        if (!ReferenceEquals(before, BeingWritten)) before?.Dispose();
    }

    private void AwaitWriter()
    {
        lock (gate)
        {
            // Whoever wrote is done now.
        }
    }
}
