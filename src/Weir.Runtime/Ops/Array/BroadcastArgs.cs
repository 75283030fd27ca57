using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The shape that two shapes broadcast to.</summary>
/// <remarks>Source: bcast_ops.cc.</remarks>
internal sealed class BroadcastArgs : Op
{
    public override OpDefinition Definition { get; } = "BroadcastArgs(s0: T, s1: T) -> r0: T; T: {int32, int64} = int32";

    public override void InferShapes(ShapeContext c)
    {
        (Shape x, Shape y) = (c.WithRank(0, 1), c.WithRank(1, 1));
        c.Output(0, Shape.Of(x[0] < 0 || y[0] < 0 ? -1 : Math.Max(x[0], y[0])));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T");
        return new Combined();
    }

    /// <summary>Refuses inputs that are no vectors, or shapes that do not broadcast.</summary>
    public static void Check(StepContext s)
    {
        (Tensor x, Tensor y) = (s.Input(0), s.Input(1));
        s.Require(x.Shape.Rank == 1, $"In[0] must be a vector.{x.Shape}");
        s.Require(y.Shape.Rank == 1, $"In[1] must be a vector.{y.Shape}");
        s.Require(x.ElementCount <= Shape.MaxRank && y.ElementCount <= Shape.MaxRank, $"Shapes have at most {Shape.MaxRank} dimensions.");
        int rank = (int)Math.Max(x.ElementCount, y.ElementCount);
        for (int i = 0; i < rank; i++)
        {
            (long a, long b) = (SizeAt(x, i, rank), SizeAt(y, i, rank));
            if (a != b && a != 1 && b != 1) throw new TfException(StatusCode.InvalidArgument, $"Incompatible shapes: {Text(x)} vs. {Text(y)}");
        }
    }

    /// <summary>A size of the longer shape's dimension; 1 where the shape has none.</summary>
    public static long SizeAt(Tensor sizes, int dimension, int rank)
    {
        long at = dimension - (rank - sizes.ElementCount);
        return at < 0 ? 1 : sizes.Integer((int)at);
    }

    private static string Text(Tensor sizes) => "[" + string.Join(',', Enumerable.Range(0, (int)sizes.ElementCount).Select(i => sizes.Integer(i))) + "]";

    private sealed class Combined : Kernel
    {
        public override void Run(StepContext s)
        {
            Check(s);
            (Tensor x, Tensor y) = (s.Input(0), s.Input(1));
            int rank = (int)Math.Max(x.ElementCount, y.ElementCount);
            Span<long> sizes = stackalloc long[rank];
            for (int i = 0; i < rank; i++)
            {
                long a = SizeAt(x, i, rank);
                sizes[i] = a == 1 ? SizeAt(y, i, rank) : a;
            }

            s.Output(0, rank).SetIntegers(sizes);
        }
    }
}
