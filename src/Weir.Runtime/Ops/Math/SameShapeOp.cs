using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>An op on two operands of one shape, element by element: a row of a family table.</summary>
/// <inheritdoc cref="BinaryOp{TOperator}"/>
internal sealed class SameShapeOp<TOperator>(OpDefinition definition, ElementTypes types, Action<GradientContext>? gradient) : Op
    where TOperator : struct, IBinaryOperator
{
    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Merge(c.Input(0), c.Input(1)));

    public override void Gradient(GradientContext g)
    {
        if (gradient is null) base.Gradient(g);
        else gradient(g);
    }

    public override Kernel CreateKernel(KernelRequest r) =>
        types.Contains(DType.Int32) ? r.ForType(types, new Maker(Name)) : r.ForNumber(types, new Maker(Name));

    private readonly struct Maker(string op) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Paired<T>(op);
    }

    private sealed class Paired<T>(string op) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor y) = (s.Input(0), s.Input(1));
            s.Require(x.Shape.Equals(y.Shape),
                $"Inputs to operation {s.NodeName} of type {op} must have the same size and shape.  Input 0: {x.Shape} != input 1: {y.Shape}");
            Elementwise.Binary<T, TOperator>(x.Elements<T>(), y.Elements<T>(), s.OutputOver(0, 0).Elements<T>());
        }
    }
}
