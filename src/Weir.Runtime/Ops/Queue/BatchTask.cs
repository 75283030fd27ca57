namespace Weir.Ops;

/// <summary>One run's part of a batch.</summary>
/// <param name="inputs">What it gives; the task's own.</param>
/// <param name="rows">How many rows that are.</param>
internal sealed class BatchTask(Tensor[] inputs, long rows) : IDisposable
{
    /// <summary>Ends with the task's rows of the results, or with null: then it is its turn to compute the batch.</summary>
    public TaskCompletionSource<Tensor[]?> Turn { get; private set; } = NewTurn();

    public Tensor[] Inputs => inputs;

    public long Rows => rows;

    /// <summary>The batch that it is part of.</summary>
    public Batch Batch { get; set; } = null!;

    /// <summary>Made the batch's next computer: it will wait for another turn.</summary>
    public void TakeTurn()
    {
        TaskCompletionSource<Tensor[]?> current = Turn;
        Turn = NewTurn();
        current.TrySetResult(null);
    }

    public void Dispose()
    {
        foreach (Tensor input in inputs) input.Dispose();
    }

    private static TaskCompletionSource<Tensor[]?> NewTurn() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Tasks that are computed together.</summary>
internal sealed class Batch
{
    /// <summary>In the order of their coming; the first computes.</summary>
    public List<BatchTask> Tasks { get; } = [];

    public long Rows => Tasks.Sum(task => task.Rows);

    /// <summary>Ends when no more can come.</summary>
    public TaskCompletionSource Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether its results are being computed.</summary>
    public bool IsRunning { get; set; }
}
