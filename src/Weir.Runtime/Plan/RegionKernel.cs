using Weir.Ops;

namespace Weir.Plans;

/// <summary>A kernel that runs steps of its own on the run's slots. What fails in it has been named there.</summary>
/// <remarks>A step that waits holds the thread in here: it is not among the steps that the run can turn to others from.</remarks>
internal abstract class RegionKernel : Kernel, IBlockKernel
{
    public abstract IEnumerable<(string Purpose, Block Block)> Blocks { get; }

    public sealed override void Run(StepContext s)
    {
        Step self = s.Step;
        Run(s.Frame);
        s.Begin(self);
    }

    protected abstract void Run(RunFrame frame);

    /// <summary>Runs the body of a function, all of whose results must be alive.</summary>
    protected static void RunWhole(Block body, RunFrame frame, Step self)
    {
        body.Run(frame);
        if (body.MayBeDead && frame.FirstDead(body.Results) is >= 0 and int dead) throw StepError.At(self, new TfException(StatusCode.Internal, RunFrame.NoValue(dead)));
    }
}
