using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>x above 0 ? x : alpha * x.</summary>
/// <remarks>Source: relu_op.h; gradient: nn_grad.py.</remarks>
internal sealed class LeakyReluOp : Op
{
    public override OpDefinition Definition { get; } =
        "LeakyRelu(features: T) -> activations: T; alpha: float = 0.2; T: {half, bfloat16, float, double} = float";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override void Gradient(GradientContext g) =>
        g.Flow(0, LeakyReluGrad.Build(g.Outgoing(0), g.Input(0), g.Operation.Attributes.Get<float>("alpha")));

    public override Kernel CreateKernel(KernelRequest r) => r.ForNumber(ElementTypes.Floats, new Maker(r.Float("alpha"), r.Type("T")));

    private readonly struct Maker(float alpha, DType dtype) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Leak<T>(ConstBuilding.Scalar(alpha, dtype).ToArray<T>());
    }

    private sealed class Leak<T>(T[] alpha) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            ReadOnlySpan<T> x = s.Input(0).Elements<T>();
            Elementwise.Binary<T, LeakyRelu>(x, alpha, s.OutputOver(0, 0).Elements<T>());
        }
    }
}
