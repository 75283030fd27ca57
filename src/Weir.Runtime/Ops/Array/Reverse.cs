using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Turns the order of elements round in some dimensions, given as axes (V2) or as a boolean each. Two rows of the table.</summary>
/// <remarks>Source: reverse_op.cc.</remarks>
internal sealed class Reverse(OpDefinition definition, bool byAxes) : Op
{
    private const string Types = "T: {uint8, int8, uint16, int16, int32, uint32, int64, uint64, bool, bfloat16, half, float, double, complex64, complex128, string}";

    /// <summary>TensorFlow's own limit.</summary>
    private const int MaxRank = 8;

    public static readonly Op[] All =
    [
        new Reverse($"Reverse(tensor: T, dims: bool) -> output: T; {Types}", byAxes: false),
        new Reverse($"ReverseV2(tensor: T, axis: Tidx) -> output: T; Tidx: {{int32, int64}} = int32; {Types}", byAxes: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.Input(0);
        Shape dims = c.WithRank(1, 1);
        c.Require(byAxes || !x.HasRank || dims[0] < 0 || dims[0] == x.Rank, "reverse expects one boolean for each dimension");
        c.Require(x.Rank <= MaxRank, "reverse does not work on tensors with more than 8 dimensions");
        if (byAxes && x.HasRank && c.TryConstant(1, out long[] axes))
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

    public override void Gradient(GradientContext g) => g.Flow(0, g.Graph.AddOperation(Name, [g.Outgoing(0), g.Input(1)])[0]);

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tidx");
        return ElementTypes.Quantized.Contains(r.Type("T")) ? throw r.NoKernel("T") : r.ForMoving(new Maker(byAxes));
    }

    private readonly struct Maker(bool byAxes) : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Turn<T>(byAxes);
    }

    private sealed class Turn<T>(bool byAxes) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor dims) = (s.Input(0), s.Input(1));
            int rank = x.Shape.Rank;
            if (rank == 0)
            {
                s.Forward(0, 0);
                return;
            }

            s.Require(dims.Shape.Rank == 1, $"'dims' must be 1-dimension, not {dims.Shape.Rank}");
            if (rank > MaxRank) throw new TfException(StatusCode.Unimplemented, "reverse is not implemented for tensors of rank > 8.");
            StridedBlock block = new(x.Shape.Dimensions, stackalloc long[StridedBlock.MemoryFor(rank)]);
            block.Steps.Fill(1);
            x.Shape.Dimensions.CopyTo(block.Counts);
            if (byAxes) TurnAxes(s, dims, x.Shape, ref block);
            else TurnMarked(s, dims, x.Shape, ref block);
            Tensor y = s.OutputLike(0, x);
            if (y.ElementCount > 0) block.CopyOut(MovedElements.Of<T>(x), MovedElements.Of<T>(y));
        }

        private static void TurnAxes(StepContext s, Tensor axes, Shape x, ref StridedBlock block)
        {
            for (int i = 0; i < axes.ElementCount; i++)
            {
                long wanted = axes.Integer(i);
                s.Require(wanted >= -x.Rank && wanted < x.Rank, $"'axis'[{i}] = {wanted} is out of valid range [0, {x.Rank - 1}");
                int axis = (int)(wanted < 0 ? wanted + x.Rank : wanted);
                s.Require(block.Steps[axis] == 1, $"axis {axis} specified more than once.");
                (block.Begins[axis], block.Steps[axis]) = (x[axis] - 1, -1);
            }
        }

        private static void TurnMarked(StepContext s, Tensor marks, Shape x, ref StridedBlock block)
        {
            s.Require(marks.ElementCount == x.Rank, $"'dims' must have the same number of values as 'input' has dimensions. "
                + $"'input' has {x.Rank}'dims' has {marks.ElementCount} values");
            ReadOnlySpan<bool> turned = marks.Elements<bool>();
            for (int i = 0; i < turned.Length; i++)
            {
                if (turned[i]) (block.Begins[i], block.Steps[i]) = (x[i] - 1, -1);
            }
        }
    }
}
