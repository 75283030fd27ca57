using Weir.Simd;

namespace Weir.Sessions;

/// <summary>Counts who uses a session: its runs, and its owner until he disposes it. The last one frees what it holds. Thread-safe.</summary>
/// <param name="free">Frees it; called once, when nobody uses it and nobody can begin to.</param>
internal sealed class SessionLifetime(Action free) : IDisposable
{
    private readonly CancellationTokenSource closing = new();
    private readonly TaskCompletionSource freed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int uses = 1;
    private int closed;

    /// <summary>Ends the runs when the session is closed.</summary>
    public CancellationToken Closing => closing.Token;

    public static TfException Closed() => new(StatusCode.Cancelled, "Session has been closed.");

    /// <summary>Begins a use of the session, which <see cref="Use.Dispose"/> ends.</summary>
    /// <exception cref="TfException">CANCELLED: the session is closed.</exception>
    public Use Enter()
    {
        int seen = Volatile.Read(ref uses);
        while (seen > 0 && !closing.IsCancellationRequested)
        {
            int found = Interlocked.CompareExchange(ref uses, seen + 1, seen);
            if (found == seen) return new Use(this);
            seen = found;
        }

        throw Closed();
    }

    /// <summary>
    /// Ends all runs and waits until they have let go of everything. Called from inside of a run, which would wait for itself, it leaves the rest to the
    /// last run that ends. A second call does nothing.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref closed, 1) != 0) return;

        // What was registered to wait for it belongs to runs and to whoever awaits them: none of that may run in here.
        _ = closing.CancelAsync();
        Leave();
        if (!WorkPool.IsInsideRun) freed.Task.GetAwaiter().GetResult();
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref uses) > 0) return;
        try
        {
            free();
        }
        finally
        {
            freed.SetResult();
        }
    }

    /// <summary>One use.</summary>
    internal readonly struct Use(SessionLifetime lifetime) : IDisposable
    {
        public void Dispose() => lifetime.Leave();
    }
}
