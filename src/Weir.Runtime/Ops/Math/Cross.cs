using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The cross product of vectors of 3 along the last dimension.</summary>
/// <remarks>Source: cross_op.cc; gradient: math_grad.py.</remarks>
internal sealed class Cross : Op
{
    public override OpDefinition Definition { get; } = "Cross(a: T, b: T) -> product: T; T: {realnumbers}";

    public override void InferShapes(ShapeContext c)
    {
        Shape shape = c.Merge(c.WithRankAtLeast(0, 1), c.WithRankAtLeast(1, 1));
        if (shape.HasRank) c.MergeSizes(shape[-1], 3);
        c.Output(0, shape);
    }

    public override void Gradient(GradientContext g)
    {
        g.Flow(0, g.Graph.AddOperation(Name, [g.Input(1), g.Outgoing(0)])[0]);
        g.Flow(1, g.Graph.AddOperation(Name, [g.Outgoing(0), g.Input(0)])[0]);
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForType(ElementTypes.Reals, default(Maker));

    private readonly struct Maker : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Product<T>();
    }

    /// <summary>With the components of each vector turned round: (a turned once) * (b turned twice) - (a turned twice) * (b turned once).</summary>
    private sealed class Product<T> : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor a, Tensor b) = (s.Input(0), s.Input(1));
            s.Require(a.Shape.Equals(b.Shape), $"Both inputs must be of same shape: {a.Shape} vs. {b.Shape}");
            s.Require(a.Shape.Rank >= 1, $"Input must be at least 1D{a.Shape}");
            if (a.Shape[-1] != 3) throw new TfException(StatusCode.FailedPrecondition, "Cross-products are only defined for 3-element vectors.");
            using Tensor left = Turned(a, 1), right = Turned(b, 2), otherLeft = Turned(a, 2), otherRight = Turned(b, 1);
            Elementwise.Binary<T, Multiply>(left.Elements<T>(), right.Elements<T>(), left.Elements<T>());
            Elementwise.Binary<T, Multiply>(otherLeft.Elements<T>(), otherRight.Elements<T>(), otherLeft.Elements<T>());
            Elementwise.Binary<T, Subtract>(left.Elements<T>(), otherLeft.Elements<T>(), s.OutputLike(0, a).Elements<T>());
        }

        private static Tensor Turned(Tensor x, int places)
        {
            Tensor turned = Tensor.Allocate(x.DType, x.Shape);
            ReadOnlySpan<T> from = x.Elements<T>();
            Span<T> to = turned.Elements<T>();
            for (int i = 0; i < to.Length; i += 3)
            {
                for (int k = 0; k < 3; k++) to[i + k] = from[i + ((k + places) % 3)];
            }

            return turned;
        }
    }
}
