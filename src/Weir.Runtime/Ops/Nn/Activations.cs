using static Weir.Ops.ElementTypes;

namespace Weir.Ops;

/// <summary>Activations and the ops that are their gradients: a row per op.</summary>
/// <remarks>Source: relu_op.cc, cwise_ops.h; gradients: nn_grad.py.</remarks>
internal static class Activations
{
    private const string Types = "{float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, uint64}";

    public static readonly Op[] All =
    [
        new UnaryOp<Simd.Relu>("Relu(features: T) -> activations: T; T: {float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, uint64, qint8}", Reals,
            g => g.Flow(0, ReluGrad(g.Outgoing(0), g.Output(0)))),
        new UnaryOp<Simd.Relu6>($"Relu6(features: T) -> activations: T; T: {Types}", Reals, g => g.Flow(0, Relu6Grad(g.Outgoing(0), g.Output(0)))),
        new SameShapeOp<Simd.Relu6Grad>($"Relu6Grad(gradients: T, features: T) -> backprops: T; T: {Types}", Reals, g =>
        {
            g.Flow(0, Relu6Grad(g.Outgoing(0), g.Input(1)));
            g.Flow(1, g.Graph.ZerosLike(g.Input(1)));
        }),
        new SameShapeOp<Simd.ReluGrad>($"ReluGrad(gradients: T, features: T) -> backprops: T; T: {Types}", Reals, g =>
        {
            g.Flow(0, ReluGrad(g.Outgoing(0), g.Input(1)));
            g.Flow(1, g.Graph.ZerosLike(g.Input(1)));
        }),
    ];

    private static Output ReluGrad(Output gradients, Output features) => Build("ReluGrad", gradients, features);

    private static Output Relu6Grad(Output gradients, Output features) => Build("Relu6Grad", gradients, features);

    private static Output Build(string op, Output gradients, Output features) => gradients.Operation.Graph.AddOperation(op, [gradients, features])[0];
}
