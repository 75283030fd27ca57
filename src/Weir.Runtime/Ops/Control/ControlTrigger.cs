using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Does nothing, after what it waits for.</summary>
internal sealed class ControlTrigger : Op
{
    public override OpDefinition Definition { get; } = "ControlTrigger()";

    public override bool PassesThrough => true;

    public override Kernel CreateKernel(KernelRequest r) => new ForwardKernel();
}
