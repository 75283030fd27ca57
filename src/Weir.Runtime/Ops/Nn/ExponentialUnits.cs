using static Weir.Ops.ElementTypes;

namespace Weir.Ops;

/// <summary>Smooth activations and the ops that are their gradients: a row per op.</summary>
/// <remarks>Source: relu_op.h, softplus_op.h, softsign_op.h; gradients: nn_grad.py.</remarks>
internal static class ExponentialUnits
{
    private const string Types = "{half, bfloat16, float, double}";

    public static readonly Op[] All =
    [
        new UnaryOp<Simd.Elu>($"Elu(features: T) -> activations: T; T: {Types}", Floats, g => g.Flow(0, Build("EluGrad", g.Outgoing(0), g.Output(0)))),
        new SameShapeOp<Simd.EluGrad>($"EluGrad(gradients: T, outputs: T) -> backprops: T; T: {Types}", Floats, g => FlowBelowZero(g, "EluGrad")),
        new UnaryOp<Simd.Selu>($"Selu(features: T) -> activations: T; T: {Types}", Floats, g => g.Flow(0, Build("SeluGrad", g.Outgoing(0), g.Output(0)))),
        new SameShapeOp<Simd.SeluGrad>($"SeluGrad(gradients: T, outputs: T) -> backprops: T; T: {Types}", Floats, g => FlowBelowZero(g, "SeluGrad")),
        new UnaryOp<Simd.Scalarwise<Simd.SoftplusOf>>($"Softplus(features: T) -> activations: T; T: {Types}", Floats,
            g => g.Flow(0, Build("SoftplusGrad", g.Outgoing(0), g.Input(0)))),
        new SameShapeOp<Simd.SoftplusGrad>($"SoftplusGrad(gradients: T, features: T) -> backprops: T; T: {Types}", Floats, g =>
        {
            (Output dy, Output x) = (g.Input(0), g.Input(1));
            g.Flow(0, Build("SoftplusGrad", g.Outgoing(0), x));
            g.Flow(1, g.Outgoing(0) * dy / ((-x).Exp() + g.Graph.Const(2.0, x.DType) + x.Exp()));
        }),
        new UnaryOp<Simd.Softsign>($"Softsign(features: T) -> activations: T; T: {Types}", Floats, g => g.Flow(0, Build("SoftsignGrad", g.Outgoing(0), g.Input(0)))),
        new SameShapeOp<Simd.SoftsignGrad>($"SoftsignGrad(gradients: T, features: T) -> backprops: T; T: {Types}", Floats, gradient: null),
    ];

    private static void FlowBelowZero(GradientContext g, string op)
    {
        Output y = g.Input(1);
        g.Flow(0, Build(op, g.Outgoing(0), y));
        Output zeros = g.Graph.ZerosLike(y);
        g.Flow(1, SelectV2.Build(Comparisons.GreaterEqual(y, zeros), zeros, g.Outgoing(0) * g.Input(0)));
    }

    private static Output Build(string op, Output gradients, Output features) => gradients.Operation.Graph.AddOperation(op, [gradients, features])[0];
}
