using Weir.Definitions;

namespace Weir.Ops;

/// <summary>An input of the graph that may be fed; else its input stands.</summary>
internal sealed class PlaceholderWithDefault : Op
{
    public override OpDefinition Definition { get; } = "PlaceholderWithDefault(input: dtype) -> output: dtype; dtype: type; shape: shape";

    public override bool PassesThrough => true;

    public override void InferShapes(ShapeContext c)
    {
        Shape declared = c.Attributes.Get<Shape>("shape");
        c.Merge(c.Input(0), declared);
        c.Output(0, declared);
    }

    public override void Gradient(GradientContext g) => g.Flow(0, g.Outgoing(0));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("dtype", "shape");
        return new ForwardKernel();
    }
}
