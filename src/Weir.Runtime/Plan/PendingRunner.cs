using Weir.Ops;

namespace Weir.Plans;

/// <summary>Runs plans in which a step may wait: it goes on with every step whose dependencies are done, and awaits only when none is left.</summary>
internal static class PendingRunner
{
    public static async Task RunAsync(Step[] steps, RunFrame frame, RunTrace? trace)
    {
        bool[] done = new bool[steps.Length];
        bool[] started = new bool[steps.Length];
        List<(int Step, Task Work)> waiting = [];
        int left = steps.Length;
        try
        {
            while (left > 0)
            {
                left -= RunReady(steps, frame, trace, done, started, waiting);
                if (left == 0) break;
                Task finished = await Task.WhenAny(waiting.Select(pending => pending.Work)).ConfigureAwait(false);
                int index = waiting.FindIndex(pending => pending.Work == finished);
                (int step, Task work) = waiting[index];
                waiting.RemoveAt(index);
                await Complete(steps[step], work).ConfigureAwait(false);
                frame.Release(steps[step].Releases);
                done[step] = true;
                left--;
            }
        }
        finally
        {
            // Kernels still waiting write into the frame when they end: it must not be reused before.
            await Task.WhenAll(waiting.Select(pending => pending.Work)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static int RunReady(Step[] steps, RunFrame frame, RunTrace? trace, bool[] done, bool[] started, List<(int Step, Task Work)> waiting)
    {
        int finished = 0;
        for (int i = 0; i < steps.Length; i++)
        {
            Step step = steps[i];
            if (started[i] || !Array.TrueForAll(step.Dependencies, dependency => done[dependency])) continue;
            started[i] = true;
            frame.Cancellation.ThrowIfCancellationRequested();
            if (Start(step, frame, trace) is { } work)
            {
                waiting.Add((i, work));
                continue;
            }

            frame.Release(step.Releases);
            done[i] = true;
            finished++;
        }

        return finished;
    }

    /// <summary>Runs a step, or starts it: then the task is what to wait for.</summary>
    private static Task? Start(Step step, RunFrame frame, RunTrace? trace)
    {
        try
        {
            if (step.Kernel is not PendingKernel pending)
            {
                frame.Context.Begin(step);
                PlanRunner.RunStep(step, frame.Context, trace);
                return null;
            }

            StepContext own = new(frame);
            own.Begin(step);
            ValueTask work = pending.StartAsync(own);
            if (!work.IsCompletedSuccessfully) return work.AsTask();
            work.GetAwaiter().GetResult();
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw StepError.At(step, e);
        }
    }

    private static async Task Complete(Step step, Task work)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw StepError.At(step, e);
        }
    }
}
