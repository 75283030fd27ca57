using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Rows of a variable, picked by indices: ReadVariableOp and GatherV2 in one.</summary>
/// <remarks>Indices are checked whatever validate_indices says. Source: resource_variable_ops.cc; gradient: resource_variable_ops.py.</remarks>
internal sealed class ResourceGather : Op
{
    public override OpDefinition Definition { get; } = "ResourceGather(resource: resource, indices: Tindices) -> output: dtype; batch_dims: int = 0; "
        + "validate_indices: bool = true; dtype: type; Tindices: {int32, int64} | stateful";

    public override OpEffect Effect => OpEffect.Reads;

    public override void InferShapes(ShapeContext c)
    {
        (Shape variable, Shape indices) = (VariableInput.ShapeOf(c), c.Input(1));
        long batch = c.Attributes.Get<long>("batch_dims");
        if (!variable.HasRank || !indices.HasRank) return;
        c.Require(variable.Rank >= 1, "Shape must be at least rank 1 but is rank 0");
        if (batch >= 0 && batch <= indices.Rank && batch < variable.Rank)
        {
            c.Output(0, Shape.Of([.. variable.Dimensions[..(int)batch], .. indices.Dimensions[(int)batch..], .. variable.Dimensions[((int)batch + 1)..]]));
        }
    }

    public override void Gradient(GradientContext g)
    {
        long batchDims = g.Operation.Attributes.Get<long>("batch_dims");
        GatherGradient.Flow(g, VariableShape.Build(g.Input(0)), batchDims == 0 ? null : g.Graph.Const((int)batchDims), batchDims);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("validate_indices", "Tindices");
        return r.ForMoving(new Maker(r.Type("dtype"), r.Int("batch_dims")), "dtype");
    }

    private readonly struct Maker(DType dtype, long batchDims) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Gathering<T>(dtype, batchDims);
    }

    private sealed class Gathering<T>(DType dtype, long batchDims) : Kernel
    {
        private readonly GatherV2.Pick<T> pick = new(batchDims, axis: Math.Max(0, (int)batchDims));

        public override void Run(StepContext s)
        {
            using Tensor value = VariableInput.Read(s, dtype);
            pick.Run(s, value, s.Input(1));
        }
    }
}
