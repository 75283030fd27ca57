using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Each element divided by (bias + alpha * the sum of its neighbours' squares) ^ beta; neighbours are channels of the same pixel.</summary>
/// <remarks>Source: lrn_op.cc; gradient: nn_grad.py.</remarks>
internal sealed class LocalResponse : Op
{
    public override OpDefinition Definition { get; } = "LRN(input: T) -> output: T; depth_radius: int = 5; bias: float = 1; alpha: float = 1; beta: float = 0.5; "
        + "T: {half, bfloat16, float} = float";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.WithRank(0, 4));

    public override void Gradient(GradientContext g) => g.Flow(0, LocalResponseGrad.Build(g, g.Outgoing(0), g.Input(0), g.Output(0)));

    public override Kernel CreateKernel(KernelRequest r) => r.ForNumber(new ElementTypes(DType.Float32, DType.Float16), new Maker(Neighbours(r)));

    /// <summary>The attributes of both ops.</summary>
    public static LocalResponses Neighbours(KernelRequest r)
    {
        long radius = r.Int("depth_radius");
        if (radius is < 0 or > int.MaxValue) throw new TfException(StatusCode.InvalidArgument, $"depth_radius = {radius} out of range");
        return new LocalResponses((int)Math.Min(radius, int.MaxValue / 2), r.Float("bias"), r.Float("alpha"), r.Float("beta"));
    }

    private readonly struct Maker(LocalResponses neighbours) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Impl<T>(neighbours);
    }

    private sealed class Impl<T>(LocalResponses neighbours) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            s.Require(x.Shape.Rank == 4, "in must be 4-dimensional");
            s.Require(x.Shape[3] <= int.MaxValue, $"argument to LRN too large: {x.Shape}");
            Tensor y = s.OutputLike(0, x);
            if (y.ElementCount > 0) neighbours.Run<T>(x.Elements<T>(), (int)x.Shape[3], y.Elements<T>());
        }
    }
}
