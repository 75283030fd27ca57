using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Turns the order of elements round in some dimensions.</summary>
/// <remarks>Source: reverse_op.cc.</remarks>
internal sealed class ReverseV2 : Op
{
    /// <summary>TensorFlow's own limit.</summary>
    private const int MaxRank = 8;

    public override OpDefinition Definition { get; } = "ReverseV2(tensor: T, axis: Tidx) -> output: T; Tidx: {int32, int64} = int32; "
        + "T: {uint8, int8, uint16, int16, int32, uint32, int64, uint64, bool, bfloat16, half, float, double, complex64, complex128, string}";

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.Input(0);
        c.WithRank(1, 1);
        c.Require(x.Rank <= MaxRank, "reverse does not work on tensors with more than 8 dimensions");
        if (x.HasRank && c.TryConstant(1, out long[] axes))
        {
            HashSet<long> seen = [];
            for (int i = 0; i < axes.Length; i++)
            {
                c.Require(axes[i] >= -x.Rank && axes[i] < x.Rank, $"'axis'[{i}] = {axes[i]} is out of valid range [0, {x.Rank - 1}");
                long axis = axes[i] < 0 ? axes[i] + x.Rank : axes[i];
                c.Require(seen.Add(axis), $"axis {axis} specified more than once.");
            }
        }

        c.Output(0, x);
    }

    public override void Gradient(GradientContext g) => g.Flow(0, g.Graph.AddOperation("ReverseV2", [g.Outgoing(0), g.Input(1)])[0]);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tidx");
        return r.ForMoving(default(Maker));
    }

    private readonly struct Maker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Turn<T>();
    }

    private sealed class Turn<T> : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor axes) = (s.Input(0), s.Input(1));
            int rank = x.Shape.Rank;
            s.Require(axes.Shape.Rank == 1, $"'dims' must be 1-dimension, not {axes.Shape.Rank}");
            if (rank > MaxRank) throw new TfException(StatusCode.Unimplemented, "reverse is not implemented for tensors of rank > 8.");
            StridedBlock block = new(x.Shape.Dimensions, stackalloc long[StridedBlock.MemoryFor(rank)]);
            block.Steps.Fill(1);
            x.Shape.Dimensions.CopyTo(block.Counts);
            for (int i = 0; i < axes.ElementCount; i++)
            {
                long wanted = axes.Integer(i);
                s.Require(wanted >= -rank && wanted < rank, $"'axis'[{i}] = {wanted} is out of valid range [0, {rank - 1}");
                int axis = (int)(wanted < 0 ? wanted + rank : wanted);
                s.Require(block.Steps[axis] == 1, $"axis {axis} specified more than once.");
                (block.Begins[axis], block.Steps[axis]) = (x.Shape[axis] - 1, -1);
            }

            Tensor y = s.OutputLike(0, x);
            if (y.ElementCount > 0) block.CopyOut(MovedElements.Of<T>(x), MovedElements.Of<T>(y));
        }
    }
}
