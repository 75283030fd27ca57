using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The derivative by alpha of numbers drawn from gamma distributions.</summary>
/// <remarks>Source: cwise_op_random_grad.cc.</remarks>
internal sealed class RandomGammaGrad : Op
{
    public override OpDefinition Definition { get; } = "RandomGammaGrad(alpha: T, sample: T) -> output: T; T: {float, double}";

    public override void InferShapes(ShapeContext c) => c.Output(0, BroadcastShapes.Infer(c, c.Input(0), c.Input(1)));

    public override Kernel CreateKernel(KernelRequest r) => r.Type("T") switch
    {
        DType.Float32 => new ScalarKernel<float, Derivative>(),
        DType.Float64 => new ScalarKernel<double, Derivative>(),
        _ => throw r.NoKernel("T"),
    };

    public static Output Build(Output alpha, Output sample) => alpha.Operation.Graph.AddOperation("RandomGammaGrad", [alpha, sample])[0];

    private readonly struct Derivative : IScalarOperator<float>, IScalarOperator<double>
    {
        public static float Invoke(float x, float y) => GammaSampleDerivative.Of(x, y);

        public static double Invoke(double x, double y) => GammaSampleDerivative.Of(x, y);
    }
}
