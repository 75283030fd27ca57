namespace Weir.Ops;

/// <summary>A queue of elements, each a tuple of tensors: a resource of the session. Thread-safe; nobody holds a thread while he waits.</summary>
/// <remarks>
/// There are two lines, of those that put in and of those that take out; the first of each is served as far as elements and room allow.
/// Source: queue_base.cc.
/// </remarks>
/// <param name="name">The name in messages.</param>
/// <param name="spec">What its node says.</param>
/// <param name="maxElements">How many elements a queue without a capacity may hold.</param>
internal sealed class TensorQueue(string name, QueueSpec spec, int maxElements) : IDisposable
{
    private readonly Lock gate = new();
    private readonly QueueOrder elements = QueueOrder.Of(spec);
    private readonly LinkedList<QueueAttempt> puttingIn = [];
    private readonly LinkedList<QueueAttempt> takingOut = [];
    private bool isDisposed;

    public string Name => name;

    public QueueSpec Spec => spec;

    public int MaxElements => maxElements;

    /// <summary>Whether nothing more comes in. For attempts, which have the lock.</summary>
    public bool IsClosedNow { get; set; }

    public bool IsClosed
    {
        get
        {
            lock (gate) return IsClosedNow;
        }
    }

    public int Count
    {
        get
        {
            lock (gate) return elements.Count;
        }
    }

    /// <summary>Puts elements in, when there is room.</summary>
    /// <param name="added">The queue takes the tensors over.</param>
    /// <param name="cancellation">Ends the waiting; what was put in stays.</param>
    public ValueTask<object?> EnqueueAsync(Tensor[][] added, CancellationToken cancellation) => Submit(puttingIn, new EnqueueAttempt(added), cancellation);

    /// <summary>Takes elements out, when there are enough.</summary>
    /// <param name="count">How many.</param>
    /// <param name="takesFewer">Whether a closed queue's last elements are enough.</param>
    /// <param name="cancellation">Ends the waiting; what was taken comes back.</param>
    /// <returns>A list of elements, the caller's.</returns>
    public ValueTask<object?> DequeueAsync(int count, bool takesFewer, CancellationToken cancellation) =>
        Submit(takingOut, new DequeueAttempt(count, takesFewer), cancellation);

    /// <summary>Lets no more elements in once those that wait are in, or at once.</summary>
    public ValueTask<object?> CloseAsync(bool cancelsPending, CancellationToken cancellation)
    {
        if (!cancelsPending) return Submit(puttingIn, new CloseAttempt(), cancellation);
        lock (gate)
        {
            IsClosedNow = true;
            GiveUp(puttingIn, "Enqueue operation was cancelled");
            ServeAll();
        }

        return default;
    }

    /// <summary>Ends with its session: who waits is told so.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = IsClosedNow = true;
            GiveUp(puttingIn, "Session has been closed.");
            GiveUp(takingOut, "Session has been closed.");
            while (elements.Count > 0) Free(elements.Take());
        }
    }

    /// <summary>Lets go of an element's tensors, as far as there are any.</summary>
    public static void Free(ReadOnlySpan<Tensor?> element)
    {
        foreach (Tensor? component in element) component?.Dispose();
    }

    public override string ToString() => $"{spec.KindName} '{name}'";

    private ValueTask<object?> Submit(LinkedList<QueueAttempt> line, QueueAttempt attempt, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (isDisposed)
            {
                attempt.GiveUp(elements);
                throw Sessions.SessionLifetime.Closed();
            }

            line.AddLast(attempt);
            ServeAll();
        }

        return attempt.IsDone ? new ValueTask<object?>(attempt.Task) : WaitAsync(line, attempt, cancellation);
    }

    private async ValueTask<object?> WaitAsync(LinkedList<QueueAttempt> line, QueueAttempt attempt, CancellationToken cancellation)
    {
        using CancellationTokenRegistration registration = cancellation.UnsafeRegister(_ => Withdraw(line, attempt, cancellation), null);
        return await attempt.Task.ConfigureAwait(false);
    }

    private void Withdraw(LinkedList<QueueAttempt> line, QueueAttempt attempt, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (!line.Remove(attempt)) return;
            attempt.GiveUp(elements);
            attempt.Cancel(cancellation);
            ServeAll();
        }
    }

    private void ServeAll()
    {
        while (Serve(puttingIn) | Serve(takingOut))
        {
        }
    }

    private bool Serve(LinkedList<QueueAttempt> line)
    {
        bool served = false;
        while (line.First is { } first)
        {
            served |= first.Value.Advance(this, elements);
            if (!first.Value.IsDone) break;
            line.RemoveFirst();
        }

        return served;
    }

    private void GiveUp(LinkedList<QueueAttempt> line, string reason)
    {
        foreach (QueueAttempt attempt in line)
        {
            attempt.GiveUp(elements);
            attempt.Fail(StatusCode.Cancelled, reason);
        }

        line.Clear();
    }
}
