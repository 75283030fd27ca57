using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>A tensor repeated until it has a shape, by the rules of broadcasting.</summary>
/// <remarks>Source: broadcast_to_op.cc.</remarks>
internal sealed class BroadcastTo : Op
{
    public override OpDefinition Definition { get; } = "BroadcastTo(input: T, shape: Tidx) -> output: T; T: type; Tidx: {int32, int64} = int32";

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.Input(0);
        Shape wanted = c.ShapeFrom(1);
        if (x.HasRank && wanted.HasRank)
        {
            c.Require(x.Rank <= wanted.Rank, $"Shape must be at most rank {wanted.Rank} but is rank {x.Rank}");
            for (int i = 1; i <= x.Rank; i++)
            {
                c.Require(x[-i] is 1 or -1 || wanted[-i] == -1 || x[-i] == wanted[-i], $"Dimensions must be equal, but are {x[-i]} and {wanted[-i]}");
            }

            wanted = BroadcastShapes.Infer(c, x, wanted);
        }

        c.Output(0, wanted);
    }

    public override void Gradient(GradientContext g) => g.Flow(0, BroadcastGradients.SumTo(g.Outgoing(0), g.Input(0), g.Outgoing(0)));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tidx");
        return ElementTypes.Quantized.Contains(r.Type("T")) ? throw r.NoKernel("T") : r.ForMoving(default(Maker));
    }

    public static Output Build(Output x, Output shape) => x.Operation.Graph.AddOperation("BroadcastTo", [x, shape])[0];

    private readonly struct Maker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Repeat<T>();
    }

    private sealed class Repeat<T> : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor shape) = (s.Input(0), s.Input(1));
            s.Require(shape.Shape.Rank == 1, $"shape must be a vector of {{int32,int64}}, got shape {shape.Shape}");
            s.Require(shape.ElementCount <= Shape.MaxRank, $"too many dimensions: must be <= {Shape.MaxRank}, but received {shape.ElementCount}");
            Span<long> sizes = stackalloc long[(int)shape.ElementCount];
            shape.Integers(sizes);
            foreach (long size in sizes) s.Require(size >= 0, $"Dimension {size} must be >= 0");
            s.Require(x.Shape.Rank <= sizes.Length, $"Rank of input ({x.Shape.Rank}) must be no greater than rank of output shape ({sizes.Length}).");
            if (sizes.SequenceEqual(x.Shape.Dimensions))
            {
                s.Forward(0, 0);
                return;
            }

            bool fits = BroadcastPlan.TryCreate(x.Shape.Dimensions, sizes, out BroadcastPlan plan) && Keeps(x.Shape.Dimensions, sizes);
            if (!fits) throw new TfException(StatusCode.InvalidArgument, $"Incompatible shapes: {x.Shape} vs. {Shape.Of(sizes)}");
            Span<T> output = MovedElements.Of<T>(s.Output(0, sizes));
            if (output.Length > 0) Copy(plan, MovedElements.Of<T>(x), output);
        }

        private static bool Keeps(ReadOnlySpan<long> given, ReadOnlySpan<long> wanted)
        {
            for (int i = 1; i <= given.Length; i++)
            {
                if (given[^i] != 1 && given[^i] != wanted[^i]) return false;
            }

            return true;
        }

        private static void Copy(in BroadcastPlan plan, ReadOnlySpan<T> x, Span<T> output)
        {
            if (plan.Rank > BroadcastPlan.MaxRank) throw new TfException(StatusCode.Unimplemented, "Broadcast of too many dimensions is not supported yet.");
            int inner = (int)plan.InnerLength;
            bool repeats = plan.InnerSteps.X == 0;
            for (int row = 0, at = 0; at < output.Length; row++, at += inner)
            {
                int from = (int)plan.Offsets(row).X;
                if (repeats) output.Slice(at, inner).Fill(x[from]);
                else x.Slice(from, inner).CopyTo(output[at..]);
            }
        }
    }
}
