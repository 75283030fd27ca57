using Weir.Simd;

namespace Weir.Sessions;

/// <summary>Counts who uses a session: its runs, and its owner until he disposes it. The last one frees what it holds. Thread-safe.</summary>
/// <param name="free">Frees it; called once, when nobody uses it and nobody can begin to.</param>
internal sealed class SessionLifetime(Action free) : IDisposable
{
    private readonly CancellationTokenSource closing = new();
    private readonly TaskCompletionSource freed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The runs that began on each processor: as many as ended, when all have.</summary>
    private readonly long[] runs = new long[ProcessorStripes.Length];

    private int closed;
    private int freeing;

    /// <summary>Ends the runs when the session is closed.</summary>
    public CancellationToken Closing => closing.Token;

    public static TfException Closed() => new(StatusCode.Cancelled, "Session has been closed.");

    /// <summary>Begins a use of the session, which <see cref="Use.Dispose"/> ends.</summary>
    /// <exception cref="TfException">CANCELLED: the session is closed.</exception>
    public Use Enter()
    {
        Use use = new(this, ProcessorStripes.Current);
        if (!closing.IsCancellationRequested) return use;
        use.Dispose();
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
        FreeWhenUnused();
        if (!WorkPool.IsInsideRun) freed.Task.GetAwaiter().GetResult();
    }

    /// <summary>Called by everybody who leaves once it is closed. Whoever enters then is counted for a moment, and leaves as well.</summary>
    private void FreeWhenUnused()
    {
        for (int place = 0; place < runs.Length; place++)
        {
            if (Volatile.Read(ref runs[place]) > 0) return;
        }

        if (Interlocked.Exchange(ref freeing, 1) != 0) return;
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
    internal readonly struct Use : IDisposable
    {
        private readonly SessionLifetime lifetime;
        private readonly int place;

        public Use(SessionLifetime lifetime, int place)
        {
            (this.lifetime, this.place) = (lifetime, place);
            Interlocked.Increment(ref lifetime.runs[place]);
        }

        public void Dispose()
        {
            Interlocked.Decrement(ref lifetime.runs[place]);
            if (lifetime.closing.IsCancellationRequested) lifetime.FreeWhenUnused();
        }
    }
}
