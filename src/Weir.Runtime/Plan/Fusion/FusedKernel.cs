using Weir.Ops;

namespace Weir.Plans;

/// <summary>Computes in one go what several nodes say. In a run whose shapes are not what it needs, the nodes' own steps do it instead.</summary>
internal abstract class FusedKernel : PreparingKernel
{
    /// <summary>The nodes' own steps, which make the same output in the same slot. Set once, by the emitter.</summary>
    public Block Unfused { get; set; } = null!;

    public override ReadOnlySpan<int> PreparedInputs => [];

    public override object PreparationKey => GetType();

    public override object? Prepare(Tensor input) => null;

    public sealed override void Run(StepContext s)
    {
        if (TryRun(s)) return;
        Step self = s.Step;
        Unfused.Run(s.Frame);
        s.Begin(self);
    }

    /// <summary>Makes the output if the inputs' shapes allow it.</summary>
    /// <returns>False: nothing was made.</returns>
    protected abstract bool TryRun(StepContext s);
}
