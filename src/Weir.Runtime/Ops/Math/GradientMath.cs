using static Weir.Ops.ElementTypes;

namespace Weir.Ops;

/// <summary>Ops that exist to be gradients of element-wise ops, of the op's result and what flows in. They have gradients themselves.</summary>
/// <remarks>Source: cwise_ops_gradients.h, and math_grad.py for the second derivatives.</remarks>
internal static class GradientMath
{
    private const string Types = "{bfloat16, half, float, double, complex64, complex128}";

    public static readonly Op[] All =
    [
        new SameShapeOp<Simd.ReciprocalGrad>($"InvGrad(y: T, dy: T) -> z: T; T: {Types}", FloatsAndComplex, ReciprocalGradGrad),
        new SameShapeOp<Simd.ReciprocalGrad>($"ReciprocalGrad(y: T, dy: T) -> z: T; T: {Types}", FloatsAndComplex, ReciprocalGradGrad),
        new SameShapeOp<Simd.RsqrtGrad>($"RsqrtGrad(y: T, dy: T) -> z: T; T: {Types}", FloatsAndComplex, g =>
        {
            (Output y, Output dy) = (g.Input(0).Conj(), g.Outgoing(0));
            g.Flow(0, dy.Conj() * g.Input(1) * y.Square() * -1.5);
            g.Flow(1, RsqrtGrad(y, dy));
        }),
        new SameShapeOp<Simd.SigmoidGrad>($"SigmoidGrad(y: T, dy: T) -> z: T; T: {Types}", FloatsAndComplex, g =>
        {
            Output y = g.Input(0).Conj();
            Output scaled = g.Outgoing(0) * g.Input(1).Conj();
            g.Flow(0, scaled - (scaled * 2 * y));
            g.Flow(1, SigmoidGrad(y, g.Outgoing(0)));
        }),
        new SameShapeOp<Simd.SqrtGrad>($"SqrtGrad(y: T, dy: T) -> z: T; T: {Types}", FloatsAndComplex, g =>
        {
            Output quotient = g.Outgoing(0) / g.Input(0);
            g.Flow(0, -quotient.Conj() * g.Output(0));
            g.Flow(1, quotient * 0.5);
        }),
        new SameShapeOp<Simd.TanhGrad>($"TanhGrad(y: T, dy: T) -> z: T; T: {Types}", FloatsAndComplex, g =>
        {
            Output y = g.Input(0).Conj();
            g.Flow(0, g.Outgoing(0) * -2 * g.Input(1).Conj() * y);
            g.Flow(1, TanhGrad(y, g.Outgoing(0)));
        }),
    ];

    public static Output ReciprocalGrad(Output y, Output dy) => Add("ReciprocalGrad", y, dy);

    public static Output RsqrtGrad(Output y, Output dy) => Add("RsqrtGrad", y, dy);

    public static Output SigmoidGrad(Output y, Output dy) => Add("SigmoidGrad", y, dy);

    public static Output SqrtGrad(Output y, Output dy) => Add("SqrtGrad", y, dy);

    public static Output TanhGrad(Output y, Output dy) => Add("TanhGrad", y, dy);

    private static void ReciprocalGradGrad(GradientContext g)
    {
        Output y = g.Input(0).Conj();
        g.Flow(0, g.Outgoing(0).Conj() * -2 * g.Input(1) * y);
        g.Flow(1, ReciprocalGrad(y, g.Outgoing(0)));
    }

    private static Output Add(string op, Output y, Output dy) => y.Operation.Graph.AddOperation(op, [y, dy])[0];
}
