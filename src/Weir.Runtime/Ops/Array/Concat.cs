using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Tensors joined along a dimension: the older form, with the axis first.</summary>
/// <remarks>Source: concat_op.cc.</remarks>
internal sealed class Concat : Op
{
    public override OpDefinition Definition { get; } = "Concat(concat_dim: int32, values: N * T) -> output: T; N: int >= 2; T: type";

    public override void InferShapes(ShapeContext c) => ConcatV2.Infer(c, axisInput: 0, firstValue: 1);

    public override void Gradient(GradientContext g) => ConcatV2.Flow(g, axisInput: 0, firstValue: 1);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("N");
        return r.ForMoving(new ConcatV2.Maker(axisInput: 0, firstValue: 1));
    }
}
