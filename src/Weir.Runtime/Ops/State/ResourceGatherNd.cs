using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Elements or slices of a variable, picked by index tuples.</summary>
/// <remarks>Source: resource_variable_ops.cc, gather_nd_op.cc.</remarks>
internal sealed class ResourceGatherNd : Op
{
    public override OpDefinition Definition { get; } =
        "ResourceGatherNd(resource: resource, indices: Tindices) -> output: dtype; dtype: type; Tindices: {int32, int64} | stateful";

    public override OpEffect Effect => OpEffect.Reads;

    public override void InferShapes(ShapeContext c)
    {
        (Shape variable, Shape indices) = (VariableInput.ShapeOf(c), c.WithRankAtLeast(1, 1));
        if (!variable.HasRank || !indices.HasRank || indices.Dimensions[^1] < 0) return;
        c.Require(indices.Dimensions[^1] <= variable.Rank, $"indices.shape[-1] must be <= params.rank, but saw indices shape: {indices} and params shape: {variable}");
        c.Output(0, indices.Slice(..^1).Concatenate(variable.Slice((int)indices.Dimensions[^1]..)));
    }

    public override void Gradient(GradientContext g) => GatherNd.Gradient(g, VariableShape.Build(g.Input(0)));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tindices");
        return r.ForMoving(new Maker(r.Type("dtype")), "dtype");
    }

    private readonly struct Maker(DType dtype) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Gathering<T>(dtype);
    }

    private sealed class Gathering<T>(DType dtype) : Kernel
    {
        public override void Run(StepContext s)
        {
            using Tensor value = VariableInput.Read(s, dtype);
            Tensor indices = s.Input(1);
            s.Require(value.Shape.Rank >= 1, "params must be at least a vector");
            s.Require(indices.Shape.Rank >= 1, "indices must be at least a vector");
            long depth = indices.Shape.Dimensions[^1];
            s.Require(depth <= value.Shape.Rank, $"index innermost dimension length must be <= params rank; saw: {depth} vs. {value.Shape.Rank}");
            NdIndices tuples = new(value.Shape.Dimensions, indices, (int)depth);
            Span<T> output = MovedElements.Of<T>(s.Output(0, [.. indices.Shape.Dimensions[..^1], .. value.Shape.Dimensions[(int)depth..]]));
            ReadOnlySpan<T> elements = MovedElements.Of<T>(value);
            int length = (int)tuples.SliceLength;
            int count = length == 0 ? 0 : output.Length / length;
            for (int i = 0; i < count; i++)
            {
                long offset = tuples.Offset(i);
                if (offset < 0) throw new TfException(StatusCode.InvalidArgument, $"indices[{i}] = {tuples.Show(i)} does not index into param shape {value.Shape}");
                elements.Slice((int)offset, length).CopyTo(output[(i * length)..]);
            }
        }
    }
}
