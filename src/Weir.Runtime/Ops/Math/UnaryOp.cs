using Weir.Definitions;
using Weir.Graphs;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>An op that does the same to each element: a row of a family table.</summary>
/// <param name="definition">What it is; the dtype attribute is T.</param>
/// <param name="types">What kernels there are.</param>
/// <param name="gradient">What flows back.</param>
internal sealed class UnaryOp<TOperator>(OpDefinition definition, ElementTypes types, Action<GradientContext> gradient) : Op, IElementwiseOp
    where TOperator : struct, IUnaryOperator
{
    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override void Gradient(GradientContext g) => gradient(g);

    public ElementwiseStep? FloatStep(AttributeList attributes) => ElementwiseStep.Unary<TOperator>();

    public override Kernel CreateKernel(KernelRequest r) =>
        types.Contains(DType.Int32) ? r.ForType(types, default(Maker)) : r.ForNumber(types, default(Maker));

    private readonly struct Maker : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new UnaryKernel<T, TOperator>();
    }
}

/// <summary>Runs an element-wise operator of one operand, in place where it may.</summary>
internal sealed class UnaryKernel<T, TOperator> : Kernel
    where T : unmanaged
    where TOperator : struct, IUnaryOperator
{
    public override void Run(StepContext s)
    {
        ReadOnlySpan<T> x = s.Input(0).Elements<T>();
        Elementwise.Unary<T, TOperator>(x, s.OutputOver(0, 0).Elements<T>());
    }
}
