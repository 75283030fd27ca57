namespace Weir.Servables;

/// <summary>A servable that knows whether it was disposed.</summary>
internal sealed class FakeServable : IDisposable
{
    public bool IsDisposed { get; private set; }

    public void Dispose() => IsDisposed = true;
}

/// <summary>Loads as a test says.</summary>
internal sealed class FakeLoader(Func<CancellationToken, FakeServable> load) : ILoader<FakeServable>
{
    private int attempts;

    public int Attempts => Volatile.Read(ref attempts);

    public FakeServable Load(CancellationToken cancellation)
    {
        Interlocked.Increment(ref attempts);
        return load(cancellation);
    }
}
