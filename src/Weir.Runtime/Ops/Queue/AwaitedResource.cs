using Weir.Sessions;

namespace Weir.Ops;

/// <summary>A resource of the session that steps may have to wait for. What they want is tried again whenever it has changed.</summary>
/// <remarks>Thread-safe; nobody holds a thread while he waits. Who came first is tried first.</remarks>
internal abstract class AwaitedResource : IDisposable
{
    private readonly Lock gate = new();
    private readonly LinkedList<Attempt> waiting = [];
    private bool isDisposed;

    /// <summary>Ends with its session: who waits is told so.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            foreach (Attempt attempt in waiting) attempt.Fail(SessionLifetime.Closed());
            waiting.Clear();
            Free();
        }
    }

    /// <summary>Does something as soon as that is possible.</summary>
    /// <param name="attempt">Does it, under the lock. Null: not yet, and nothing has changed.</param>
    /// <param name="giveUp">Lets go of what the attempt brought, where it never succeeds.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    protected ValueTask<object?> DoAsync(Func<object?> attempt, Action giveUp, CancellationToken cancellation)
    {
        Attempt made = new(attempt, giveUp);
        lock (gate)
        {
            if (isDisposed) made.Fail(SessionLifetime.Closed());
            else if (made.IsDoneNow()) ServeAll();
            else waiting.AddLast(made);
        }

        return made.Task.IsCompleted ? new ValueTask<object?>(made.Task) : WaitAsync(made, cancellation);
    }

    /// <summary>Does something at once. What has failed may have changed something before.</summary>
    protected T Do<T>(Func<T> action)
    {
        lock (gate)
        {
            try
            {
                return action();
            }
            finally
            {
                ServeAll();
            }
        }
    }

    /// <summary>Lets go of all that it holds. Under the lock.</summary>
    protected abstract void Free();

    private async ValueTask<object?> WaitAsync(Attempt attempt, CancellationToken cancellation)
    {
        using CancellationTokenRegistration registration = cancellation.UnsafeRegister(_ => Withdraw(attempt, cancellation), null);
        return await attempt.Task.ConfigureAwait(false);
    }

    private void Withdraw(Attempt attempt, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (!waiting.Remove(attempt)) return;
            attempt.Cancel(cancellation);
            ServeAll();
        }
    }

    private void ServeAll()
    {
        for (LinkedListNode<Attempt>? node = waiting.First; node is not null;)
        {
            if (node.Value.IsDoneNow())
            {
                waiting.Remove(node);
                node = waiting.First;
            }
            else
            {
                node = node.Next;
            }
        }
    }

    private sealed class Attempt(Func<object?> attempt, Action giveUp)
    {
        private readonly TaskCompletionSource<object?> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<object?> Task => completion.Task;

        /// <summary>Tries it.</summary>
        /// <returns>Whether it is done or has failed.</returns>
        public bool IsDoneNow()
        {
            try
            {
                if (attempt() is not { } result) return false;
                completion.SetResult(result);
            }
            catch (TfException e)
            {
                Fail(e);
            }

            return true;
        }

        public void Fail(TfException error)
        {
            giveUp();
            completion.SetException(error);
        }

        public void Cancel(CancellationToken token)
        {
            giveUp();
            completion.SetCanceled(token);
        }
    }
}
