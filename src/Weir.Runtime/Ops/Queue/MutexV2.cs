using Weir.Definitions;
using Weir.Graphs;

namespace Weir.Ops;

/// <summary>The handle of a mutex.</summary>
/// <remarks>Without a <c>shared_name</c> it has the node's name. Source: mutex_ops.cc.</remarks>
internal sealed class MutexV2 : Op, IHandleOp
{
    public override OpDefinition Definition { get; } = "MutexV2() -> resource: resource; container: string = \"\"; shared_name: string = \"\" | stateful";

    public override OpEffect Effect => OpEffect.Handle;

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public (string Container, string Name) ResourceName(AttributeList attributes, string nodeName) => IHandleOp.SharedName(attributes, nodeName);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("container", "shared_name");
        (string container, string name) = ResourceName(r.Attributes, r.NodeName);
        return new Handle(container, name);
    }

    private sealed class Handle(string container, string name) : Kernel
    {
        public override void Run(StepContext s) => s.SetOutput(0, s.Resources.GetOrCreate(container, name, static () => new Mutex()));
    }
}
