using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Tells TensorFlow to share a variable's memory with its readers. Weir always does.</summary>
internal sealed class DisableCopyOnRead : Op
{
    public override OpDefinition Definition { get; } = "DisableCopyOnRead(resource: resource) | stateful";

    public override Kernel CreateKernel(KernelRequest r) => new ForwardKernel();
}
