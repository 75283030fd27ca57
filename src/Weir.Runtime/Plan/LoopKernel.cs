using Weir.Ops;

namespace Weir.Plans;

/// <summary>Runs a body while a condition holds. The variables of the loop live in the step's output slots.</summary>
/// <param name="initial">From the inputs to the variables.</param>
/// <param name="condition">One result: whether to go on.</param>
/// <param name="body">Computes the variables of the next round.</param>
/// <param name="next">From the body's results to the variables.</param>
internal sealed class LoopKernel(SlotTransfer initial, Block condition, Block body, SlotTransfer next) : RegionKernel
{
    protected override void Run(RunFrame frame)
    {
        initial.Run(frame);
        while (Holds(frame))
        {
            frame.Cancellation.ThrowIfCancellationRequested();
            body.Run(frame);
            next.Run(frame);
        }
    }

    private bool Holds(RunFrame frame)
    {
        condition.Run(frame);
        return TensorTruth.Of(frame.Value(condition.Results[0]));
    }
}
