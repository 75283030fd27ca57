using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A tensor cut into equal parts along a dimension.</summary>
/// <remarks>Source: split_op.cc; gradient: array_grad.py.</remarks>
internal sealed class Split : Op
{
    private static readonly ElementTypes NoKernels = new(DType.QInt8, DType.QInt16, DType.QUInt16, DType.QInt32);

    public override OpDefinition Definition { get; } = "Split(split_dim: int32, value: T) -> output: num_split * T; num_split: int >= 1; T: type";

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.Input(1);
        c.Require(c.Input(0).Rank <= 0, $"Input must be scalar but has rank {c.Input(0).Rank}");
        if (!x.HasRank) return;
        if (!c.TryConstant(0, out long[] dim))
        {
            c.AllOutputs(Shape.OfRank(x.Rank));
            return;
        }

        c.Require(dim[0] >= -x.Rank && dim[0] < x.Rank, $"Dimension size, given by scalar input {dim[0]} must be in range [-{x.Rank}, {x.Rank})");
        int axis = (int)(dim[0] < 0 ? dim[0] + x.Rank : dim[0]);
        c.Require(x[axis] < 0 || x[axis] % c.OutputCount == 0, $"Dimension size must be evenly divisible by {c.OutputCount} but is {x[axis]}");
        long[] sizes = x.Dimensions.ToArray();
        if (sizes[axis] > 0) sizes[axis] /= c.OutputCount;
        c.AllOutputs(Shape.Of(sizes));
    }

    public override void Gradient(GradientContext g) => g.Flow(1, ConcatV2.Build([.. Enumerable.Range(0, g.Operation.OutputCount).Select(g.Outgoing)], g.Input(0)));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("num_split");
        return NoKernels.Contains(r.Type("T")) ? throw r.NoKernel("T") : r.ForMoving(default(Maker));
    }

    private readonly struct Maker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Parts<T>();
    }

    private sealed class Parts<T> : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(1);
            int rank = x.Shape.Rank;
            s.Require(s.Input(0).Shape.Rank == 0, $"split_dim must be a scalar but has rank {s.Input(0).Shape.Rank}");
            long dim = s.Input(0).Integer(0);
            s.Require(dim >= -rank && dim < rank, $"-input rank(-{rank}) <= split_dim < input rank ({rank}), but got {dim}");
            int axis = (int)(dim < 0 ? dim + rank : dim);
            long length = x.Shape[axis];
            s.Require(length % s.OutputCount == 0,
                $"Number of ways to split should evenly divide the split dimension, but got split_dim {axis} (size = {length}) and num_split {s.OutputCount}");
            if (s.OutputCount == 1)
            {
                s.Forward(1, 0);
                return;
            }

            Span<long> sizes = stackalloc long[rank];
            x.Shape.Dimensions.CopyTo(sizes);
            sizes[axis] = length / s.OutputCount;
            ReadOnlySpan<T> source = MovedElements.Of<T>(x);
            Slabs slabs = Slabs.Of(x.Shape.Dimensions, axis);
            long block = sizes[axis] * slabs.Inner;
            for (int i = 0; i < s.OutputCount; i++)
            {
                Slabs.Copy(slabs.Outer, block, source, length * slabs.Inner, i * block, MovedElements.Of<T>(s.Output(i, sizes)), block, 0);
            }
        }
    }
}
