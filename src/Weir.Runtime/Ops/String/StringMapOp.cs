using Weir.Definitions;

namespace Weir.Ops;

/// <summary>An op that makes one string of each, in the shape of its input. It has no gradient, and a graph's gradient passes it by.</summary>
internal sealed class StringMapOp(string definition, Func<KernelRequest, Kernel> makeKernel) : Op
{
    public override OpDefinition Definition { get; } = definition;

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => makeKernel(r);
}
