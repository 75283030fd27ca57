namespace Weir.Ops;

/// <summary>Brings the calls of concurrent runs together in batches: a resource of the session. Thread-safe.</summary>
internal sealed class BatchQueue(BatchOptions options) : IDisposable
{
    private readonly Lock gate = new();
    private readonly SemaphoreSlim threads = new(options.Threads);
    private readonly CancellationTokenSource closing = new();
    private Batch? open;
    private long waiting;

    /// <summary>Joins a batch.</summary>
    /// <param name="task">The call; the queue takes it over.</param>
    /// <param name="cancellation">Leaves the batch again.</param>
    /// <returns>The call's results; or null, when it is this run that has to compute the batch and call <see cref="Finish"/>.</returns>
    /// <exception cref="TfException">UNAVAILABLE: too many batches wait. Or what computing the batch failed with.</exception>
    public async ValueTask<Tensor[]?> JoinAsync(BatchTask task, CancellationToken cancellation)
    {
        bool leads = Add(task);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, closing.Token);
        try
        {
            if (!leads && await task.Turn.Task.WaitAsync(ending.Token).ConfigureAwait(false) is { } results) return results;
            await Task.WhenAny(task.Batch.Closed.Task, Task.Delay(options.Timeout, ending.Token)).ConfigureAwait(false);
            await threads.WaitAsync(ending.Token).ConfigureAwait(false);
            Start(task.Batch);
            return null;
        }
        catch (OperationCanceledException)
        {
            Leave(task);
            cancellation.ThrowIfCancellationRequested();
            throw Sessions.SessionLifetime.Closed();
        }
    }

    /// <summary>Ends a batch: its other tasks get their results, or the error.</summary>
    /// <param name="batch">One that <see cref="JoinAsync"/> gave to compute.</param>
    /// <param name="resultsOf">Makes the results of a task; called for all but the first.</param>
    /// <param name="error">Why there are none.</param>
    public void Finish(Batch batch, Func<BatchTask, Tensor[]>? resultsOf, Exception? error = null)
    {
        threads.Release();
        lock (gate)
        {
            foreach (BatchTask task in batch.Tasks.Skip(1))
            {
                if (resultsOf is null) task.Turn.TrySetException(error!);
                else task.Turn.TrySetResult(resultsOf(task));
            }
        }

        foreach (BatchTask task in batch.Tasks) task.Dispose();
    }

    /// <summary>Gives the turn to compute a batch to the next of its tasks: this one's run fails.</summary>
    public void Abandon(BatchTask task)
    {
        threads.Release();
        lock (gate)
        {
            task.Batch.IsRunning = false;
            waiting++;
        }

        Leave(task);
    }

    public void Dispose() => closing.Cancel();

    /// <returns>Whether the task is the first of its batch.</returns>
    private bool Add(BatchTask task)
    {
        lock (gate)
        {
            if (open is not null && open.Rows + task.Rows > options.MaxRows) CloseOpen();
            if (open is null)
            {
                if (waiting >= options.MaxWaiting)
                {
                    task.Dispose();
                    throw new TfException(StatusCode.Unavailable, "The batch scheduling queue to which this task was submitted is full");
                }

                open = new Batch();
                waiting++;
            }

            task.Batch = open;
            open.Tasks.Add(task);
            bool leads = open.Tasks.Count == 1;
            if (open.Rows >= options.MaxRows) CloseOpen();
            return leads;
        }
    }

    private void Start(Batch batch)
    {
        lock (gate)
        {
            if (open == batch) CloseOpen();
            batch.IsRunning = true;
            waiting--;
        }
    }

    /// <summary>Takes a task out of its batch, unless that is being computed; the next one becomes the first.</summary>
    private void Leave(BatchTask task)
    {
        lock (gate)
        {
            Batch batch = task.Batch;
            if (batch.IsRunning) return;
            bool led = batch.Tasks[0] == task;
            batch.Tasks.Remove(task);
            task.Dispose();
            if (batch.Tasks.Count == 0)
            {
                waiting--;
                if (open == batch) open = null;
            }
            else if (led)
            {
                batch.Tasks[0].TakeTurn();
            }
        }
    }

    private void CloseOpen()
    {
        open!.Closed.TrySetResult();
        open = null;
    }
}
