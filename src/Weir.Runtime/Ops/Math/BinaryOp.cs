using Weir.Definitions;
using Weir.Graphs;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>An op on two operands that broadcast against each other, element by element: a row of a family table.</summary>
/// <param name="definition">What it is; the dtype attribute is T.</param>
/// <param name="types">What kernels there are.</param>
/// <param name="gradient">What flows back.</param>
internal sealed class BinaryOp<TOperator>(OpDefinition definition, ElementTypes types, Action<GradientContext> gradient) : Op, IElementwiseOp
    where TOperator : struct, IBinaryOperator
{
    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => c.Output(0, BroadcastShapes.Infer(c, c.Input(0), c.Input(1)));

    public override void Gradient(GradientContext g) => gradient(g);

    public ElementwiseStep? FloatStep(AttributeList attributes) => ElementwiseStep.Binary<TOperator>();

    public override Kernel CreateKernel(KernelRequest r) =>
        types.Contains(DType.Int32) ? r.ForType(types, default(Maker)) : r.ForNumber(types, default(Maker));

    private readonly struct Maker : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new BinaryKernel<T, TOperator>();
    }
}

/// <summary>Runs an element-wise operator of two operands: over an operand's memory where the result has its shape, else broadcasting.</summary>
internal sealed class BinaryKernel<T, TOperator> : Kernel
    where T : unmanaged
    where TOperator : struct, IBinaryOperator
{
    private ShapePlan<BroadcastPlan>? last;

    public override void Run(StepContext s)
    {
        (Tensor x, Tensor y) = (s.Input(0), s.Input(1));
        ReadOnlySpan<T> left = x.Elements<T>();
        ReadOnlySpan<T> right = y.Elements<T>();
        if (x.Shape.Equals(y.Shape))
        {
            Elementwise.Binary<T, TOperator>(left, right, s.OutputOverAny(0, [0, 1]).Elements<T>());
            return;
        }

        // One element for all of the other: no need to walk the shapes.
        if (right.Length == 1 && y.Shape.Rank <= x.Shape.Rank)
        {
            Elementwise.Binary<T, TOperator>(left, right, s.OutputOver(0, 0).Elements<T>());
            return;
        }

        if (left.Length == 1 && x.Shape.Rank <= y.Shape.Rank)
        {
            Elementwise.Binary<T, TOperator>(left, right, s.OutputOver(0, 1).Elements<T>());
            return;
        }

        ShapePlan<BroadcastPlan> plan = BroadcastShapes.Plan(s, x, y, ref last);
        Tensor z = plan.Result.Equals(x.Shape) ? s.OutputOver(0, 0) : plan.Result.Equals(y.Shape) ? s.OutputOver(0, 1) : s.Output(0, plan.Result);
        Elementwise.Binary<T, TOperator>(plan.Plan, left, right, z.Elements<T>());
    }
}
