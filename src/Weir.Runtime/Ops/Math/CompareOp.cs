using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>A comparison of two operands that broadcast against each other. No gradient flows back through it.</summary>
internal sealed class CompareOp<TComparison>(OpDefinition definition) : Op
    where TComparison : struct, IComparison
{
    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => c.Output(0, BroadcastShapes.Infer(c, c.Input(0), c.Input(1)));

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForType(ElementTypes.Reals, default(Maker));

    private readonly struct Maker : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new CompareKernel<T, TComparison>(shapesMustFit: true, otherwise: false);
    }
}

/// <summary>Runs a comparison.</summary>
/// <param name="shapesMustFit">Whether shapes that do not broadcast are an error.</param>
/// <param name="otherwise">The scalar result for such shapes if they are not.</param>
internal sealed class CompareKernel<T, TComparison>(bool shapesMustFit, bool otherwise) : Kernel
    where T : unmanaged
    where TComparison : struct, IComparison
{
    public override void Run(StepContext s)
    {
        (Tensor x, Tensor y) = (s.Input(0), s.Input(1));
        if (!shapesMustFit && !BroadcastPlan.TryCreate(x.Shape.Dimensions, y.Shape.Dimensions, out _))
        {
            s.Output(0).Elements<bool>()[0] = otherwise;
            return;
        }

        ReadOnlySpan<T> left = x.Elements<T>();
        ReadOnlySpan<T> right = y.Elements<T>();
        Tensor z = BroadcastShapes.Output(s, x, y, inPlace: false, out BroadcastPlan plan);
        Elementwise.Compare<T, TComparison>(plan, left, right, z.Elements<bool>());
    }
}

/// <summary>A question about each element. No gradient flows back through it.</summary>
internal sealed class ClassifyOp<TComparison>(OpDefinition definition) : Op
    where TComparison : struct, IComparison
{
    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForNumber(ElementTypes.Floats, default(Maker));

    private readonly struct Maker : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Classify<T>();
    }

    private sealed class Classify<T> : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            Elementwise.Compare<T, TComparison>(x.Elements<T>(), x.Elements<T>(), s.OutputLike(0, x).Elements<bool>());
        }
    }
}
