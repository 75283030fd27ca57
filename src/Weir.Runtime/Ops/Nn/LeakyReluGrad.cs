using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>gradient * (feature above 0 ? 1 : alpha).</summary>
/// <remarks>Source: relu_op.h; gradient: nn_grad.py.</remarks>
internal sealed class LeakyReluGrad : Op
{
    public override OpDefinition Definition { get; } =
        "LeakyReluGrad(gradients: T, features: T) -> backprops: T; alpha: float = 0.2; T: {half, bfloat16, float, double} = float";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Merge(c.Input(0), c.Input(1)));

    public override void Gradient(GradientContext g)
    {
        g.Flow(0, Build(g.Outgoing(0), g.Input(1), g.Operation.Attributes.Get<float>("alpha")));
        g.Flow(1, g.Graph.ZerosLike(g.Input(1)));
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForNumber(ElementTypes.Floats, new Maker(r.Float("alpha"), r.Type("T")));

    public static Output Build(Output gradients, Output features, float alpha) =>
        gradients.Operation.Graph.AddOperation("LeakyReluGrad", [gradients, features], new Dictionary<string, object> { ["alpha"] = alpha })[0];

    private readonly struct Maker(float alpha, DType dtype) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Leak<T>(ConstBuilding.Scalar(alpha, dtype).ToArray<T>());
    }

    private sealed class Leak<T>(T[] alpha) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor dy, Tensor x) = (s.Input(0), s.Input(1));
            s.Require(dy.Shape.Equals(x.Shape),
                $"Inputs to operation {s.NodeName} of type LeakyReluGrad must have the same size and shape.  Input 0: {dy.Shape} != input 1: {x.Shape}");
            Span<T> output = s.OutputLike(0, x).Elements<T>();
            Elementwise.Binary<T, LeakySlope>(x.Elements<T>(), alpha, output);
            Elementwise.Binary<T, Multiply>(output, dy.Elements<T>(), output);
        }
    }
}
