using Weir.Ops;

namespace Weir.Plans;

/// <summary>Runs a body while a condition holds. The variables of the loop live in the step's output slots.</summary>
/// <param name="initial">From the inputs to the variables. A value that only the loop needs goes over, so that it can be changed in place.</param>
/// <param name="condition">One result: whether to go on.</param>
/// <param name="body">Computes the variables of the next round.</param>
/// <param name="next">From the body's results to the variables.</param>
internal sealed class LoopKernel((int From, int To)[] initial, Block condition, Block body, SlotTransfer next) : RegionKernel
{
    public override IEnumerable<(string Purpose, Block Block)> Blocks => [("while", condition), ("do", body)];

    protected override void Run(RunFrame frame)
    {
        Step step = frame.Context.Step;
        foreach ((int from, int to) in initial) frame.Transfer(from, to, RunFrame.IsLastUse(step, from));
        long round = 0;
        while (Holds(frame, step))
        {
            frame.BeginRound(round++);
            RunWhole(body, frame, step);
            next.Run(frame);
        }
    }

    private bool Holds(RunFrame frame, Step self)
    {
        RunWhole(condition, frame, self);
        return TensorTruth.Of(frame.Value(condition.Results[0]));
    }
}
