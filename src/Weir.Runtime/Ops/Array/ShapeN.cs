using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The sizes of several tensors, a vector each.</summary>
internal sealed class ShapeN : Op
{
    public override OpDefinition Definition { get; } = "ShapeN(input: N * T) -> output: N * out_type; N: int >= 1; T: type; out_type: {int32, int64} = int32";

    public override bool ReadsShapesAlone => true;

    public override void InferShapes(ShapeContext c)
    {
        for (int i = 0; i < c.OutputCount; i++) c.Output(i, Shape.Of(c.Input(i).Rank));
    }

    public override long?[]? FoldIntegers(ShapeContext c) => c.Input(0).HasRank ? [.. c.Input(0)] : null;

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("N", "T", "out_type");
        return new ShapeOp.Sizes();
    }
}
