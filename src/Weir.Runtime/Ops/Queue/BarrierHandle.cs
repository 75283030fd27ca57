using Weir.Definitions;
using Weir.Graphs;

namespace Weir.Ops;

/// <summary>The handle of a barrier, as TensorFlow 1's reference.</summary>
/// <remarks>Without a <c>shared_name</c> the barrier is the node's own. Source: barrier_ops.cc.</remarks>
internal sealed class BarrierHandle : Op, IHandleOp
{
    public override OpDefinition Definition { get; } = "Barrier() -> handle: Ref(string); component_types: list(type) >= 1; shapes: list(shape) = []; capacity: int = -1; "
        + "container: string = \"\"; shared_name: string = \"\" | stateful";

    public override OpEffect Effect => OpEffect.Handle;

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Of(2));

    public (string Container, string Name) ResourceName(AttributeList attributes, string nodeName) => IHandleOp.SharedName(attributes, "_0_" + nodeName);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("container", "shared_name");
        (string container, string name) = ResourceName(r.Attributes, r.NodeName);
        (DType[] types, Shape[] shapes) = (r.Types("component_types"), r.Shapes("shapes"));
        r.Require(r.Int("capacity") == -1, "Barrier only accepts capacity=-1.  Feed the inputs to your Barrier through a queue to enforce a limited capacity.");
        r.Require(shapes.Length == 0 || shapes.Length == types.Length, $"Different number of component types.  Types: {types.Length}, Shapes: {shapes.Length}");
        r.Require(Array.TrueForAll(shapes, shape => shape.IsFullyDefined), "The shapes of a barrier's components must be fully defined.");
        return new Handle(container, name, types, shapes);
    }

    private sealed class Handle(string container, string name, DType[] types, Shape[] shapes) : Kernel
    {
        public override void Run(StepContext s)
        {
            Barrier barrier = s.Resources.GetOrCreate(container, name, () => new Barrier(name, types, shapes, s.Limits.MaxListElements));
            s.Require(barrier.Types.AsSpan().SequenceEqual(types), $"Shared barrier '{name}' has other component types than are asked for.");
            s.Require(barrier.Shapes.AsSpan().SequenceEqual(shapes), $"Shared barrier '{name}' has other component shapes than are asked for.");
            s.SetOutput(0, barrier);
        }
    }
}
