namespace Weir.Ops;

/// <summary>What a step wants of a queue and may have to wait for. Belongs to the queue's lock.</summary>
internal abstract class QueueAttempt
{
    private readonly TaskCompletionSource<object?> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<object?> Task => completion.Task;

    public bool IsDone => completion.Task.IsCompleted;

    /// <summary>Goes as far as the queue allows.</summary>
    /// <returns>Whether it came further. At its end it says so with <see cref="Succeed"/> or <see cref="Fail"/>.</returns>
    public abstract bool Advance(TensorQueue queue, QueueOrder elements);

    /// <summary>Undoes what can be undone.</summary>
    public virtual void GiveUp(QueueOrder elements)
    {
    }

    public void Succeed(object? result = null) => completion.TrySetResult(result);

    public void Fail(StatusCode code, string message) => completion.TrySetException(new TfException(code, message));

    public void Cancel(CancellationToken token) => completion.TrySetCanceled(token);
}

/// <summary>Puts elements in, one by one where there is no room for all.</summary>
internal sealed class EnqueueAttempt(Tensor[][] elements) : QueueAttempt
{
    private int added;

    public override bool Advance(TensorQueue queue, QueueOrder held)
    {
        int before = added;
        if (queue.IsClosedNow)
        {
            GiveUp(held);
            Fail(StatusCode.Cancelled, $"{queue} is closed.");
            return true;
        }

        while (added < elements.Length && held.Count < queue.Spec.Capacity)
        {
            if (held.Count >= queue.MaxElements)
            {
                GiveUp(held);
                Fail(StatusCode.ResourceExhausted, $"{queue} holds {held.Count} elements: more are over the limit.");
                return true;
            }

            held.Add(elements[added++]);
        }

        if (added == elements.Length) Succeed();
        return added > before || IsDone;
    }

    public override void GiveUp(QueueOrder held)
    {
        for (; added < elements.Length; added++) TensorQueue.Free(elements[added]);
    }
}

/// <summary>Takes elements out, one by one where there are not enough at once.</summary>
/// <param name="count">How many.</param>
/// <param name="takesFewer">Whether a closed queue's last elements are enough.</param>
internal sealed class DequeueAttempt(int count, bool takesFewer) : QueueAttempt
{
    private readonly List<Tensor[]> taken = [];

    public override bool Advance(TensorQueue queue, QueueOrder held)
    {
        int before = taken.Count;
        int wanted = count;
        if (queue.IsClosedNow && held.Count + taken.Count < count)
        {
            wanted = held.Count + taken.Count;
            if (!takesFewer || wanted == 0)
            {
                GiveUp(held);
                Fail(StatusCode.OutOfRange, $"{queue} is closed and has insufficient elements (requested {count}, current size {held.Count})");
                return true;
            }
        }

        for (int ready = held.Ready(queue.IsClosedNow); taken.Count < wanted && ready > 0; ready--) taken.Add(held.Take());
        if (taken.Count == wanted) Succeed(taken);
        return taken.Count > before || IsDone;
    }

    public override void GiveUp(QueueOrder held)
    {
        for (int i = taken.Count - 1; i >= 0; i--) held.PutBack(taken[i]);
        taken.Clear();
    }
}

/// <summary>Closes a queue, after those that were there before have put their elements in.</summary>
internal sealed class CloseAttempt : QueueAttempt
{
    public override bool Advance(TensorQueue queue, QueueOrder held)
    {
        if (queue.IsClosedNow) Fail(StatusCode.Cancelled, $"Queue '{queue.Name}' is already closed.");
        else queue.IsClosedNow = true;
        Succeed();
        return true;
    }
}
