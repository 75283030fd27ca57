using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Logic of booleans: a row per op.</summary>
internal static class Logic
{
    public static readonly Op[] All =
    [
        new Binary<And>("LogicalAnd(x: bool, y: bool) -> z: bool | commutative"),
        new Negation(),
        new Binary<Or>("LogicalOr(x: bool, y: bool) -> z: bool | commutative"),
    ];

    public static Output And(Output x, Output y) => x.Operation.Graph.AddOperation("LogicalAnd", [x, y])[0];

    public static Output Or(Output x, Output y) => x.Operation.Graph.AddOperation("LogicalOr", [x, y])[0];

    private sealed class Binary<TOperator>(OpDefinition definition) : Op
        where TOperator : struct, IBinaryOperator
    {
        public override OpDefinition Definition => definition;

        public override void InferShapes(ShapeContext c) => c.Output(0, BroadcastShapes.Infer(c, c.Input(0), c.Input(1)));

        public override void Gradient(GradientContext g)
        {
        }

        public override Kernel CreateKernel(KernelRequest r) => new BinaryKernel<bool, TOperator>();
    }

    private sealed class Negation : Op
    {
        public override OpDefinition Definition { get; } = "LogicalNot(x: bool) -> y: bool";

        public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

        public override void Gradient(GradientContext g)
        {
        }

        public override Kernel CreateKernel(KernelRequest r) => new UnaryKernel<bool, Not>();
    }
}
