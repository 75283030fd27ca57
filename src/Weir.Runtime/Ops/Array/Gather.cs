using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Slices of params along the first dimension, picked by indices.</summary>
/// <remarks>Indices are checked whatever validate_indices says, as TensorFlow's CPU kernel does. Source: gather_op.cc.</remarks>
internal sealed class Gather : Op
{
    public override OpDefinition Definition { get; } =
        "Gather(params: Tparams, indices: Tindices) -> output: Tparams; validate_indices: bool = true; Tparams: type; Tindices: {int32, int64}";

    public override void InferShapes(ShapeContext c)
    {
        (Shape values, Shape indices) = (c.WithRankAtLeast(0, 1), c.Input(1));
        if (values.HasRank) c.Output(0, indices.Concatenate(values.Slice(1..)));
    }

    public override void Gradient(GradientContext g) => GatherGradient.Flow(g, ShapeOp.Build(g.Input(0)), axisInput: null, batchDims: 0);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("validate_indices", "Tindices");
        return r.ForMoving(new GatherV2.Maker(batchDims: 0), "Tparams");
    }
}
