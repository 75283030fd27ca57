using System.Diagnostics;
using Weir.Ops;
using Weir.Simd;

namespace Weir.Plans;

/// <summary>Runs the steps of a plan: a flat loop, in which nothing is looked up, dispatched or allocated.</summary>
internal static class PlanRunner
{
    /// <summary>Runs a plan and hands out its fetches.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="feeds">A tensor for each feed, checked before.</param>
    /// <param name="fetched">Filled with a tensor for each fetch; the caller owns them.</param>
    /// <param name="options">Where step times go, and whose files are reached.</param>
    /// <param name="cancellation">Looked at before every step.</param>
    public static void Run(Plan plan, ReadOnlySpan<Tensor> feeds, Span<Tensor> fetched, RunOptions? options, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        PlanLayout layout = plan.Layout;
        RunFrame frame = plan.TakeFrame(options?.Trace, cancellation);
        try
        {
            Begin(frame, layout, feeds, options, cancellation);
            if (layout.HasPendingSteps) PendingRunner.RunAsync(layout.Block, frame).GetAwaiter().GetResult();
            else RunBlock(layout.Block, frame);
            Fetch(layout, frame, fetched);
        }
        finally
        {
            plan.ReturnFrame(frame);
        }
    }

    /// <summary>The same, without holding a thread while steps wait.</summary>
    public static async Task<Tensor[]> RunAsync(Plan plan, Tensor[] feeds, RunOptions? options, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        PlanLayout layout = plan.Layout;
        RunFrame frame = plan.TakeFrame(options?.Trace, cancellation);
        try
        {
            Begin(frame, layout, feeds, options, cancellation);
            if (layout.HasPendingSteps) await PendingRunner.RunAsync(layout.Block, frame).ConfigureAwait(false);
            else RunBlock(layout.Block, frame);
            Tensor[] fetched = new Tensor[layout.FetchSlots.Length];
            Fetch(layout, frame, fetched);
            return fetched;
        }
        finally
        {
            plan.ReturnFrame(frame);
        }
    }

    /// <summary>Runs a plan's steps, its values given, on this thread.</summary>
    public static void RunPlanned(PlanLayout layout, RunFrame frame)
    {
        if (layout.HasPendingSteps) PendingRunner.RunAsync(layout.Block, frame).GetAwaiter().GetResult();
        else layout.Block.Run(frame);
    }

    /// <summary>Runs steps in order.</summary>
    public static void RunSteps(ReadOnlySpan<Step> steps, RunFrame frame)
    {
        StepContext context = frame.Context;
        int at = 0;
        try
        {
            for (; at < steps.Length; at++)
            {
                Step step = steps[at];
                frame.ThrowIfCancelled();
                context.Begin(step);
                RunStep(step, context, frame.Trace);
                frame.Release(step.Releases);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException && context.Step == steps[at] && steps[at].Kernel is not RegionKernel)
        {
            throw StepError.At(steps[at], e);
        }
    }

    /// <summary>Runs the steps whose inputs are alive, in order.</summary>
    public static void RunLivingSteps(Step[] steps, RunFrame frame)
    {
        StepContext context = frame.Context;
        int at = 0;
        try
        {
            for (; at < steps.Length; at++)
            {
                Step step = steps[at];
                frame.ThrowIfCancelled();
                bool dead = frame.IsDead(step);
                frame.Skipped[step.Number] = dead;
                if (!dead)
                {
                    context.Begin(step);
                    RunStep(step, context, frame.Trace);
                }

                frame.Release(step.Releases);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException && steps[at].Kernel is not RegionKernel)
        {
            throw StepError.At(steps[at], e);
        }
    }

    /// <summary>Runs one step, timed where somebody wants to know.</summary>
    public static void RunStep(Step step, StepContext context, RunTrace? trace)
    {
        if (trace is null)
        {
            step.Kernel.Run(context);
            return;
        }

        long start = Stopwatch.GetTimestamp();
        step.Kernel.Run(context);
        trace.Add(step, context.Frame, start, Stopwatch.GetTimestamp());
    }

    /// <summary>Runs that go on at once share the processors.</summary>
    private static void RunBlock(Block block, RunFrame frame)
    {
        using WorkPool.RunScope scope = WorkPool.EnterRun(frame.Environment.IntraOpThreads);
        block.Run(frame);
    }

    private static void Begin(RunFrame frame, PlanLayout layout, ReadOnlySpan<Tensor> feeds, RunOptions? options, CancellationToken cancellation)
    {
        frame.Trace = options?.Trace;
        if (options?.Files is { } files) frame.Files = files;
        frame.Cancellation = cancellation;
        for (int i = 0; i < feeds.Length; i++)
        {
            if (layout.FeedSlots[i] >= 0) frame.Feed(layout.FeedSlots[i], feeds[i]);
        }
    }

    private static void Fetch(PlanLayout layout, RunFrame frame, Span<Tensor> fetched)
    {
        if (layout.Block.MayBeDead && frame.FirstDead(layout.FetchSlots) is >= 0 and int dead) throw new TfException(StatusCode.InvalidArgument, RunFrame.NoValue(dead));
        for (int i = 0; i < layout.FetchSlots.Length; i++) fetched[i] = frame.Fetch(layout.FetchSlots[i], layout.FetchIsLast[i]);
    }
}
