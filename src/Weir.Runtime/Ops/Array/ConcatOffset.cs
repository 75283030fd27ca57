using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Where each of several tensors begins in their concatenation.</summary>
/// <remarks>Source: concat_op.cc.</remarks>
internal sealed class ConcatOffset : Op
{
    public override OpDefinition Definition { get; } =
        "ConcatOffset(concat_dim: int32, shape: N * shape_type) -> offset: N * shape_type; N: int >= 2; shape_type: {int32, int64} = int32";

    public override void InferShapes(ShapeContext c)
    {
        for (int i = 0; i < c.OutputCount; i++) c.Output(i, c.Input(i + 1));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("N", "shape_type");
        return new Offsets();
    }

    public static Operation Build(Output axis, IReadOnlyList<Output> sizes) => axis.Operation.Graph.AddOperation("ConcatOffset", [axis, .. sizes]);

    private sealed class Offsets : Kernel
    {
        public override void Run(StepContext s)
        {
            s.Require(s.Input(0).Shape.Rank == 0, $"Concat dim tensor should be a scalar integer, but got shape {s.Input(0).Shape}");
            Tensor first = s.Input(1);
            s.Require(first.Shape.Rank == 1, $"input 0 should be a vector, but got shape {first.Shape}");
            long rank = first.ElementCount;
            long wanted = s.Input(0).Integer(0);
            s.Require(wanted >= -rank && wanted < rank, $"Concat dim is out of range: {wanted} vs. {rank}");
            int axis = (int)(wanted < 0 ? wanted + rank : wanted);
            long offset = 0;
            for (int i = 0; i < s.OutputCount; i++)
            {
                Tensor sizes = s.Input(i + 1);
                s.Require(sizes.Shape.Rank == 1 && sizes.ElementCount == rank, $"input {i} should contain {rank} elements, but got {sizes.ElementCount}");
                Tensor output = s.Output(i, rank);
                output.Clear();
                for (int d = 0; d < rank; d++)
                {
                    s.Require(d == axis || sizes.Integer(d) == first.Integer(d),
                        $"All dimensions except {axis} must match. Input {i} has {sizes.Integer(d)} in dimension {d} and doesn't match input 0 with {first.Integer(d)}.");
                }

                if (output.DType == DType.Int64) output.Elements<long>()[axis] = offset;
                else output.Elements<int>()[axis] = (int)offset;
                offset += sizes.Integer(axis);
            }
        }
    }
}
