using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The gradient of <see cref="LocalResponse"/>.</summary>
/// <remarks>Source: lrn_op.cc.</remarks>
internal sealed class LocalResponseGrad : Op
{
    public override OpDefinition Definition { get; } = "LRNGrad(input_grads: T, input_image: T, output_image: T) -> output: T; depth_radius: int = 5; bias: float = 1; "
        + "alpha: float = 1; beta: float = 0.5; T: {half, bfloat16, float} = float";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Merge(c.Merge(c.WithRank(0, 4), c.WithRank(1, 4)), c.WithRank(2, 4)));

    public override Kernel CreateKernel(KernelRequest r) => r.ForNumber(new ElementTypes(DType.Float32, DType.Float16), new Maker(LocalResponse.Neighbours(r)));

    public static Output Build(GradientContext g, Output dy, Output x, Output y) =>
        g.Graph.AddOperation("LRNGrad", [dy, x, y], g.Attributes("depth_radius", "bias", "alpha", "beta"))[0];

    private readonly struct Maker(LocalResponses neighbours) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Impl<T>(neighbours);
    }

    private sealed class Impl<T>(LocalResponses neighbours) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor dy, Tensor x, Tensor y) = (s.Input(0), s.Input(1), s.Input(2));
            s.Require(dy.Shape.Rank == 4, "inputs must be 4-dimensional");
            s.Require(dy.Shape.Equals(x.Shape) && dy.Shape.Equals(y.Shape), "input_grads, input_image, and out_image should have the same shape");
            s.Require(x.Shape[3] <= int.MaxValue, $"argument to LRN too large: {x.Shape}");
            Tensor dx = s.OutputLike(0, x);
            if (dx.ElementCount > 0) neighbours.Gradient<T>(dy.Elements<T>(), x.Elements<T>(), y.Elements<T>(), (int)x.Shape[3], dx.Elements<T>());
        }
    }
}
