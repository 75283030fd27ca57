using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The next number after x1 in the direction of x2.</summary>
/// <remarks>Source: cwise_ops.h; gradient: math_grad.py.</remarks>
internal sealed class NextAfter : Op
{
    public override OpDefinition Definition { get; } = "NextAfter(x1: T, x2: T) -> output: T; T: {double, float} = float";

    public override void InferShapes(ShapeContext c) => c.Output(0, BroadcastShapes.Infer(c, c.Input(0), c.Input(1)));

    public override void Gradient(GradientContext g) => g.FlowBroadcast(g.Outgoing(0), g.Graph.ZerosLike(g.Outgoing(0)) * g.Outgoing(0));

    public override Kernel CreateKernel(KernelRequest r) =>
        r.Type("T") == DType.Float32 ? new ScalarKernel<float, Next<float>>() : new ScalarKernel<double, Next<double>>();

    private readonly struct Next<T> : IScalarOperator<T>
        where T : IFloatingPointIeee754<T>
    {
        public static T Invoke(T x, T y) => T.IsNaN(x) || T.IsNaN(y) ? T.NaN : x == y ? y : x < y ? T.BitIncrement(x) : T.BitDecrement(x);
    }
}
