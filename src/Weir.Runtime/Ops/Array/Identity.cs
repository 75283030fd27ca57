using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The input itself.</summary>
internal sealed class Identity : Op
{
    public override OpDefinition Definition { get; } = "Identity(input: T) -> output: T; T: type";

    public override bool PassesThrough => true;

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override long?[]? FoldIntegers(ShapeContext c) => c.Integers(0);

    public override void Gradient(GradientContext g) => g.Pass(0, 0);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T");
        return new ForwardKernel();
    }
}
