using Weir.Ops;

namespace Weir.Plans;

/// <summary>Runs a block on the joined inputs of several runs: one of them computes, in its own frame, the others wait for their rows.</summary>
/// <param name="options">How calls are batched.</param>
/// <param name="arguments">The slots that the block reads the joined inputs from.</param>
/// <param name="block">The function.</param>
/// <param name="ended">Slots of the block that hold nothing afterwards.</param>
internal sealed class BatchKernel(BatchOptions options, int[] arguments, Block block, int[] ended) : PendingKernel, IBlockKernel
{
    public IEnumerable<(string Purpose, Block Block)> Blocks => [("the batch", block)];

    public override async ValueTask<object?> WaitAsync(StepContext s)
    {
        BatchTask task = new(new Tensor[arguments.Length], RowsOf(s));
        for (int i = 0; i < arguments.Length; i++) task.Inputs[i] = s.Input(i).Share();
        if (task.Rows > options.MaxRows) return task;
        return await QueueOf(s).JoinAsync(task, s.Cancellation).ConfigureAwait(false) ?? (object)task;
    }

    public override void Finish(StepContext s, object? result)
    {
        if (result is BatchTask task) result = task.Batch is null ? ComputeParts(s, task) : ComputeBatch(s, task.Batch);
        Tensor[] rows = (Tensor[])result!;
        for (int i = 0; i < rows.Length; i++) s.SetOutput(i, rows[i]);
    }

    public override void Abandon(StepContext s, object? result)
    {
        if (result is BatchTask { Batch: not null } task) QueueOf(s).Abandon(task);
    }

    private BatchQueue QueueOf(StepContext s) => s.Resources.GetOrCreate(options.Container, options.Name, () => new BatchQueue(options));

    private long RowsOf(StepContext s)
    {
        for (int i = 0; i < arguments.Length; i++)
        {
            s.Require(s.Input(i).Shape.Rank > 0, "Batching input tensors must have at least one dimension");
            s.Require(s.Input(i).Shape[0] == s.Input(0).Shape[0], "Batching input tensors supplied in a given op invocation must have equal 0th-dimension size");
        }

        long rows = s.Input(0).Shape[0];
        s.Require(rows <= options.MaxRows || options.Splits, $"Task size {rows} is larger than maximum input batch size {options.MaxRows}");
        return rows;
    }

    private Tensor[] ComputeBatch(StepContext s, Batch batch)
    {
        BatchQueue queue = QueueOf(s);
        Tensor[]? results = null;
        try
        {
            results = Compute(s, batch.Tasks.ConvertAll(task => task.Inputs), batch.Rows);
        }
        catch (Exception e)
        {
            queue.Finish(batch, null, e);
            throw;
        }

        Tensor[] own = Rows(results, 0, batch.Tasks[0].Rows);
        long start = own.Length == 0 ? 0 : batch.Tasks[0].Rows;
        queue.Finish(batch, task =>
        {
            Tensor[] rows = Rows(results, start, task.Rows);
            start += task.Rows;
            return rows;
        });
        foreach (Tensor result in results) result.Dispose();
        return own;
    }

    /// <summary>A call of more rows than a batch has, batch after batch.</summary>
    private Tensor[] ComputeParts(StepContext s, BatchTask task)
    {
        List<Tensor[]> parts = [];
        for (long start = 0; start < task.Rows; start += options.MaxRows)
        {
            long count = Math.Min(options.MaxRows, task.Rows - start);
            Tensor[] inputs = Rows(task.Inputs, start, count);
            Tensor[] results = Compute(s, [inputs], count);
            parts.Add(Rows(results, 0, count));
            foreach (Tensor tensor in inputs.Concat(results)) tensor.Dispose();
        }

        task.Dispose();
        Tensor[] whole = new Tensor[parts[0].Length];
        for (int i = 0; i < whole.Length; i++) whole[i] = Join(s, parts, i, task.Rows);
        foreach (Tensor tensor in parts.SelectMany(part => part)) tensor.Dispose();
        return whole;
    }

    /// <summary>Runs the function on rows of several calls.</summary>
    private Tensor[] Compute(StepContext s, List<Tensor[]> calls, long rows)
    {
        RunFrame frame = s.Frame;
        Step self = s.Step;
        long padded = Array.Find(options.AllowedRows, allowed => allowed >= rows) is > 0 and long size ? size : rows;
        for (int i = 0; i < arguments.Length; i++) frame.Take(arguments[i], Join(s, calls, i, padded));

        // The batch is not this run's alone: its own deadline does not end it.
        CancellationToken own = frame.Cancellation;
        frame.Cancellation = CancellationToken.None;
        try
        {
            block.Run(frame);
            Tensor[] results = [.. block.Results.Select(slot => frame.Value(slot).Share())];
            foreach (Tensor result in results)
            {
                if (result.Shape.Rank == 0) throw new TfException(StatusCode.FailedPrecondition, "Batched output tensor has 0 dimensions");
                if (result.Shape[0] != padded)
                {
                    throw new TfException(StatusCode.FailedPrecondition,
                        "Batched output tensor's 0th dimension does not equal the sum of the 0th dimension sizes of the input tensors");
                }
            }

            return results;
        }
        finally
        {
            frame.Cancellation = own;
            s.Frame.Context.Begin(self);
            frame.Release(ended);
        }
    }

    /// <summary>One input of several calls, and copies of the first row up to a size.</summary>
    private static Tensor Join(StepContext s, List<Tensor[]> calls, int input, long rows)
    {
        Tensor first = calls[0][input];
        if (calls.Count == 1 && first.Shape[0] == rows) return first.Share();
        Shape row = first.Shape.Slice(1..);
        Tensor joined = Tensor.Allocate(first.DType, Shape.Of(rows).Concatenate(row), s.Limits.MaxTensorBytes);
        long at = 0;
        foreach (Tensor[] call in calls)
        {
            Shape shape = call[input].Shape;
            s.Require(shape.Slice(1..).Equals(row), $"Dimensions other than the first of batched tensors must be equal, but are {row} and {shape.Slice(1..)}");
            joined.CopyFrom(call[input], at * row.ElementCount);
            at += shape[0];
        }

        if (at == rows) return joined;
        using Tensor filling = calls.Find(call => call[input].Shape[0] > 0)![input].View(0, row);
        for (; at < rows; at++) joined.CopyFrom(filling, at * row.ElementCount);
        return joined;
    }

    private static Tensor[] Rows(Tensor[] tensors, long start, long count) => Array.ConvertAll(tensors, tensor =>
    {
        Shape row = tensor.Shape.Slice(1..);
        return tensor.View(start * row.ElementCount, Shape.Of(count).Concatenate(row));
    });
}
