using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Positions in a flat tensor as coordinates: a column each.</summary>
/// <remarks>Source: unravel_index_op.cc.</remarks>
internal sealed class UnravelIndex : Op
{
    public override OpDefinition Definition { get; } = "UnravelIndex(indices: Tidx, dims: Tidx) -> output: Tidx; Tidx: {int32, int64} = int32";

    public override void InferShapes(ShapeContext c)
    {
        (Shape indices, Shape dims) = (c.Input(0), c.WithRank(1, 1));
        if (indices.Rank == 0) c.Output(0, dims);
        else if (indices.HasRank) c.Output(0, Shape.Of(dims[0], indices.ElementCount));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tidx");
        return new Unravel();
    }

    private sealed class Unravel : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor indices, Tensor dims) = (s.Input(0), s.Input(1));
            s.Require(indices.Shape.Rank <= 1, $"The indices can only be scalar or vector, got \"{indices.Shape}\"");
            s.Require(dims.Shape.Rank == 1, $"The indices can only be 1-D, got \"{dims.Shape}\"");
            int rank = checked((int)dims.ElementCount);
            Int128 total = 1;
            for (int d = 0; d < rank; d++)
            {
                s.Require(dims.Integer(d) != 0, $"Input dims cannot contain a dim of zero, but dims contains zero at index {d}");
                s.Require(dims.Integer(d) > 0, $"Input dims cannot be negative. Got dims[{d}] = {dims.Integer(d)}");
                total *= dims.Integer(d);
                s.Require(total <= long.MaxValue, "Input dims product is causing integer overflow");
            }

            int count = checked((int)indices.ElementCount);
            Tensor output = indices.Shape.Rank == 0 ? s.Output(0, rank) : s.Output(0, rank, count);
            bool wide = output.DType == DType.Int64;
            for (int i = 0; i < count; i++)
            {
                long rest = indices.Integer(i);
                s.Require(rest < total, "index is out of bound as with dims");
                for (int d = rank - 1; d >= 0; d--)
                {
                    (rest, long coordinate) = Math.DivRem(rest, dims.Integer(d));
                    if (wide) output.Elements<long>()[(d * count) + i] = coordinate;
                    else output.Elements<int>()[(d * count) + i] = (int)coordinate;
                }
            }
        }
    }
}
