using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Does nothing; what depends on it waits for what it waits for.</summary>
internal sealed class NoOp : Op
{
    public static readonly OpDefinition OpDefinition = "NoOp()";

    public override OpDefinition Definition => OpDefinition;

    public override bool PassesThrough => true;

    public override Kernel CreateKernel(KernelRequest r) => new ForwardKernel();
}
