using System.Diagnostics;
using Weir.Ops;
using Weir.Simd;

namespace Weir.Plans;

/// <summary>Runs plans in which a step may wait: it goes on with every step whose dependencies are done, and awaits only when none is left.</summary>
/// <remarks>One step at a time touches the run's values; only the waiting itself goes on beside them. One run, one instance.</remarks>
internal sealed class PendingRunner : IDisposable
{
    private readonly Step[] steps;
    private readonly bool mayBeDead;
    private readonly RunFrame frame;
    private readonly bool[] done;
    private readonly bool[] started;
    private readonly List<(StepContext Context, int Index, Task<object?> Work, long Start)> waiting = [];
    private readonly CancellationTokenSource failure;
    private int left;

    private PendingRunner(Block block, RunFrame frame)
    {
        steps = block.Steps;
        mayBeDead = block.MayBeDead;
        this.frame = frame;
        done = new bool[steps.Length];
        started = new bool[steps.Length];
        left = steps.Length;
        failure = CancellationTokenSource.CreateLinkedTokenSource(frame.Cancellation);
        frame.Cancellation = failure.Token;
    }

    public static async Task RunAsync(Block block, RunFrame frame)
    {
        using PendingRunner runner = new(block, frame);
        await runner.RunAsync().ConfigureAwait(false);
    }

    public void Dispose() => failure.Dispose();

    private async Task RunAsync()
    {
        try
        {
            while (left > 0)
            {
                RunReady();
                if (left == 0) break;
                Task<object?> ended = await Task.WhenAny(waiting.Select(pending => pending.Work)).ConfigureAwait(false);
                int index = waiting.FindIndex(pending => pending.Work == ended);
                (StepContext context, int at, Task<object?> work, long start) = waiting[index];
                waiting.RemoveAt(index);
                await FinishAsync(context.Step, work, start).ConfigureAwait(false);
                Done(context.Step, at);
            }
        }
        catch
        {
            // What waits for something that a failed step would have done must not wait on.
            await failure.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            // Kernels that still wait read the frame's values: it must not be reused before they end.
            await Task.WhenAll(waiting.Select(pending => (Task)pending.Work)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach ((StepContext context, _, Task<object?> work, _) in waiting)
            {
                if (work.IsCompletedSuccessfully) ((PendingKernel)context.Step.Kernel).Abandon(context, work.Result);
            }
        }
    }

    private void RunReady()
    {
        using WorkPool.RunScope scope = WorkPool.EnterRun(frame.Environment.IntraOpThreads);
        for (int i = 0; i < steps.Length; i++)
        {
            if (started[i] || !Array.TrueForAll(steps[i].Dependencies, dependency => done[dependency])) continue;
            started[i] = true;
            long start = frame.Trace is null ? 0 : Stopwatch.GetTimestamp();
            frame.ThrowIfCancelled();
            if (IsDead(steps[i])) Done(steps[i], i);
            else if (Start(steps[i], start, out StepContext context) is { } work) waiting.Add((context, i, work, start));
            else Done(steps[i], i);
        }
    }

    private bool IsDead(Step step) => mayBeDead && (frame.Skipped[step.Number] = frame.IsDead(step));

    private void Done(Step step, int index)
    {
        frame.Release(step.Releases);
        done[index] = true;
        left--;
    }

    /// <summary>Runs a step, or starts it: then the task is what to wait for.</summary>
    private Task<object?>? Start(Step step, long start, out StepContext own)
    {
        own = frame.Context;
        try
        {
            if (step.Kernel is not PendingKernel pending)
            {
                frame.Context.Begin(step);
                PlanRunner.RunStep(step, frame.Context, frame.Trace);
                return null;
            }

            own = new StepContext(frame);
            own.Begin(step);
            ValueTask<object?> work = pending.WaitAsync(own);
            if (!work.IsCompletedSuccessfully) return work.AsTask();
            pending.Finish(own, work.Result);
            Traced(step, start);
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException && (step.Kernel is PendingKernel || frame.Context.Step == step))
        {
            throw StepError.At(step, e);
        }
    }

    private async Task FinishAsync(Step step, Task<object?> work, long start)
    {
        try
        {
            object? result = await work.ConfigureAwait(false);
            using WorkPool.RunScope scope = WorkPool.EnterRun(frame.Environment.IntraOpThreads);
            frame.Context.Begin(step);
            ((PendingKernel)step.Kernel).Finish(frame.Context, result);
            Traced(step, start);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw StepError.At(step, e);
        }
    }

    private void Traced(Step step, long start) => frame.Trace?.Add(step, frame, start, Stopwatch.GetTimestamp());
}
