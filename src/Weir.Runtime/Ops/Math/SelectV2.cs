using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>condition ? t : e for each element; all three broadcast.</summary>
/// <remarks>Source: cwise_op_select.cc.</remarks>
internal sealed class SelectV2 : Op
{
    public override OpDefinition Definition { get; } = "SelectV2(condition: bool, t: T, e: T) -> output: T; T: type";

    public override void InferShapes(ShapeContext c) =>
        c.Output(0, BroadcastShapes.Infer(c, c.Input(0), BroadcastShapes.Infer(c, c.Input(1), c.Input(2))));

    public override void Gradient(GradientContext g)
    {
        Output zeros = g.Graph.Const(0.0, g.Outgoing(0).DType);
        g.Flow(1, BroadcastGradients.SumTo(Build(g.Input(0), g.Outgoing(0), zeros), g.Input(1), g.Output(0)));
        g.Flow(2, BroadcastGradients.SumTo(Build(g.Input(0), zeros, g.Outgoing(0)), g.Input(2), g.Output(0)));
    }

    public override Kernel CreateKernel(KernelRequest r) => SelectKernels.Supports(r.Type("T")) ? r.ForMoving(default(Maker)) : throw r.NoKernel("T");

    public static Output Build(Output condition, Output x, Output y) => condition.Operation.Graph.AddOperation("SelectV2", [condition, x, y])[0];

    private readonly struct Maker : IMovingKernelMaker
    {
        public Kernel Make<T>() => new Choose<T>();
    }

    private sealed class Choose<T> : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor condition, Tensor x, Tensor y) = (s.Input(0), s.Input(1), s.Input(2));
            bool fits = BroadcastPlan.TryCreate(condition.Shape.Dimensions, x.Shape.Dimensions, y.Shape.Dimensions, out BroadcastPlan plan);
            s.Require(fits, $"condition {condition.Shape}, then {x.Shape}, and else {y.Shape} must be broadcastable");
            Span<long> branches = stackalloc long[Math.Max(x.Shape.Rank, y.Shape.Rank)];
            BroadcastShapes.Fill(branches, x.Shape.Dimensions, y.Shape.Dimensions);
            Span<long> sizes = stackalloc long[Math.Max(condition.Shape.Rank, branches.Length)];
            BroadcastShapes.Fill(sizes, condition.Shape.Dimensions, branches);
            SelectKernels.Run<T>(plan, condition, x, y, s.Output(0, sizes));
        }
    }
}
