using Weir.Definitions;

namespace Weir.Ops;

/// <summary>For two shapes that broadcast, the axes of the result in which each was repeated: what a gradient is summed over.</summary>
/// <remarks>Source: bcast_ops.cc.</remarks>
internal sealed class BroadcastGradientArgs : Op
{
    public override OpDefinition Definition { get; } = "BroadcastGradientArgs(s0: T, s1: T) -> r0: T, r1: T; T: {int32, int64} = int32";

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(0, 1);
        c.WithRank(1, 1);
        c.AllOutputs(Shape.OfRank(1));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T");
        return new Repeated();
    }

    public static (Output X, Output Y) Build(Output x, Output y)
    {
        Operation axes = x.Operation.Graph.AddOperation("BroadcastGradientArgs", [x, y]);
        return (axes[0], axes[1]);
    }

    private sealed class Repeated : Kernel
    {
        public override void Run(StepContext s)
        {
            BroadcastArgs.Check(s);
            (Tensor x, Tensor y) = (s.Input(0), s.Input(1));
            int rank = (int)Math.Max(x.ElementCount, y.ElementCount);
            Span<long> axesX = stackalloc long[rank];
            Span<long> axesY = stackalloc long[rank];
            (int countX, int countY) = (0, 0);
            for (int i = 0; i < rank && !x.Bytes.SequenceEqual(y.Bytes); i++)
            {
                if (BroadcastArgs.SizeAt(x, i, rank) == 1) axesX[countX++] = i;
                if (BroadcastArgs.SizeAt(y, i, rank) == 1) axesY[countY++] = i;
            }

            s.Output(0, countX).SetIntegers(axesX[..countX]);
            s.Output(1, countY).SetIntegers(axesY[..countY]);
        }
    }
}
