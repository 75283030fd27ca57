using System.Runtime.CompilerServices;

namespace Weir.Plans;

/// <summary>Calls a function that calls itself: runs its plan in a frame of its own. What fails in it has been named there.</summary>
internal sealed class CallKernel(CalledFunction function) : RegionKernel
{
    public string FunctionName => function.Name;

    /// <summary>None: the function's steps would have no end.</summary>
    public override IEnumerable<(string Purpose, Block Block)> Blocks => [];

    protected override void Run(RunFrame frame)
    {
        Step self = frame.Context.Step;
        Plan plan = PlanFor(frame, self);
        RunFrame inner = frame.FrameOf(function, plan.Layout);
        try
        {
            inner.BeginCall(frame);
            plan.UsePrologue(inner, inner.Trace, inner.Cancellation);
            Give(frame, self, inner, plan.Layout);
            PlanRunner.RunPlanned(plan.Layout, inner);
            Take(frame, self, inner, plan.Layout);
        }
        finally
        {
            inner.EndCall();
        }
    }

    private Plan PlanFor(RunFrame frame, Step self)
    {
        try
        {
            int limit = frame.Environment.Limits.MaxRecursionDepth;
            if (frame.CallDepth >= limit || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            {
                throw new TfException(StatusCode.ResourceExhausted,
                    $"Function '{function.Name}' calls itself {frame.CallDepth} deep: as deep as the limit of {limit}, or this thread's stack, allows.");
            }

            return function.PlanIn(frame.Environment);
        }
        catch (TfException e)
        {
            throw StepError.At(self, e);
        }
    }

    /// <summary>The arguments. One that nobody reads after the call goes over, so that it can be changed in place.</summary>
    private static void Give(RunFrame frame, Step self, RunFrame inner, PlanLayout layout)
    {
        for (int i = 0; i < layout.FeedSlots.Length; i++)
        {
            int from = self.Inputs[i];
            if (layout.FeedSlots[i] >= 0) frame.HandOver(from, inner, layout.FeedSlots[i], RunFrame.IsLastUse(self, from));
        }
    }

    private static void Take(RunFrame frame, Step self, RunFrame inner, PlanLayout layout)
    {
        if (layout.Block.MayBeDead && inner.FirstDead(layout.FetchSlots) is >= 0 and int dead) throw StepError.At(self, new TfException(StatusCode.Internal, RunFrame.NoValue(dead)));
        for (int i = 0; i < layout.FetchSlots.Length; i++)
        {
            int from = layout.FetchSlots[i];
            inner.HandOver(from, frame, self.Outputs[i], layout.FetchIsLast[i] && !Slot.IsPrologue(from));
        }
    }
}
