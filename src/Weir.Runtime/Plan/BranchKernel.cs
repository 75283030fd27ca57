namespace Weir.Plans;

/// <summary>Runs one of several blocks and hands its results on.</summary>
/// <param name="selector">The slot that says which.</param>
/// <param name="choose">The number of the block for a selector.</param>
/// <param name="branches">The blocks.</param>
/// <param name="results">From each block's results to the step's outputs.</param>
internal sealed class BranchKernel(int selector, Func<Tensor, int> choose, Block[] branches, SlotTransfer[] results) : RegionKernel
{
    public override IEnumerable<(string Purpose, Block Block)> Blocks => branches.Select((branch, i) => ($"branch {i}", branch));

    protected override void Run(RunFrame frame)
    {
        Step self = frame.Context.Step;
        int branch = Choose(frame);
        RunWhole(branches[branch], frame, self);
        results[branch].Run(frame);
    }

    private int Choose(RunFrame frame)
    {
        try
        {
            return choose(frame.Value(selector));
        }
        catch (TfException e)
        {
            throw StepError.At(frame.Context.Step, e);
        }
    }
}
