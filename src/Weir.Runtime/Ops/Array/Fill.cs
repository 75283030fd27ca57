using Weir.Definitions;

namespace Weir.Ops;

/// <summary>A tensor of one value.</summary>
/// <remarks>The kernel takes a scalar for a vector of one size and a vector of one value for a scalar; the shape rule does not. Source: constant_op.cc.</remarks>
internal sealed class Fill : Op
{
    public override OpDefinition Definition { get; } = "Fill(dims: index_type, value: T) -> output: T; T: type; index_type: {int32, int64} = int32";

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(1, 0);
        if (c.Integers(0) is { } sizes) c.Require(!Array.Exists(sizes, size => size < 0), "Fill dimensions must be >= 0");
        c.Output(0, c.ShapeFrom(0));
    }

    public override long?[]? FoldIntegers(ShapeContext c) =>
        c.Operation.OutputShapes[0] is { ElementCount: >= 0 and <= ShapeContext.MaxConstant } shape && c.Integers(1) is [var value]
            ? [.. Enumerable.Repeat(value, (int)shape.ElementCount)] : null;

    public override void Gradient(GradientContext g)
    {
        Output all = RangeOp.Build(g.Graph.Const(0), Rank.Build(g.Outgoing(0)), g.Graph.Const(1));
        g.Flow(1, Reductions.Sum(g.Outgoing(0), all));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("index_type");
        return r.ForMoving(default(Maker));
    }

    public static Output Build(Output dims, Output value) => dims.Operation.Graph.AddOperation("Fill", [dims, value])[0];

    private readonly struct Maker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Repeat<T>();
    }

    private sealed class Repeat<T> : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor dims, Tensor value) = (s.Input(0), s.Input(1));
            s.Require(dims.Shape.Rank <= 1, $"dims must represent a vector, got shape {dims.Shape}");
            s.Require(value.Shape.Rank == 0 || (value.Shape.Rank == 1 && value.Shape[0] == 1), $"value must represent a scalar, got shape {value.Shape}");
            s.Require(dims.ElementCount <= Shape.MaxRank, $"too many dimensions: must be <= {Shape.MaxRank}, but received {dims.ElementCount}");
            Span<long> sizes = stackalloc long[(int)dims.ElementCount];
            dims.Integers(sizes);
            foreach (long size in sizes) s.Require(size >= 0, $"Dimension {size} must be >= 0");
            MovedElements.Of<T>(s.Output(0, sizes)).Fill(MovedElements.Of<T>(value)[0]);
        }
    }
}
