using Weir.Simd;
using static Weir.Ops.ElementTypes;

namespace Weir.Ops;

/// <summary>Functions of two operands around the gamma function: a row per op.</summary>
/// <remarks>Source: cwise_ops.h; gradients: math_grad.py.</remarks>
internal static class GammaMath
{
    public static readonly Op[] All =
    [
        new FunctionOp<LowerOf>("Igamma(a: T, x: T) -> z: T; T: {bfloat16, half, float, double}", WideFloats, g => Flow(g, complement: false)),
        new FunctionOp<LowerByAOf>("IgammaGradA(a: T, x: T) -> z: T; T: {float, double}", WideFloats, null),
        new FunctionOp<UpperOf>("Igammac(a: T, x: T) -> z: T; T: {bfloat16, half, float, double}", WideFloats, g => Flow(g, complement: true)),
        new FunctionOp<PolygammaOf>("Polygamma(a: T, x: T) -> z: T; T: {float, double}", WideFloats, g =>
        {
            (Output n, Output x) = (g.Input(0), g.Input(1));
            g.Flow(1, BroadcastGradients.SumTo(g.Outgoing(0) * Polygamma(n + g.Graph.Const(1.0, n.DType), x), x, g.Output(0)));
        }),
        new FunctionOp<ZetaOf>("Zeta(x: T, q: T) -> z: T; T: {float, double}", WideFloats, g =>
        {
            (Output x, Output q) = (g.Input(0), g.Input(1));
            Output next = Add("Zeta", x + g.Graph.Const(1.0, x.DType), q);
            g.Flow(1, BroadcastGradients.SumTo(g.Outgoing(0) * (-x * next), q, g.Output(0)));
        }),
    ];

    public static Output Polygamma(Output n, Output x) => Add("Polygamma", n, x);

    private static void Flow(GradientContext g, bool complement)
    {
        (Output a, Output x, Output dz) = (g.Input(0), g.Input(1), g.Outgoing(0));
        Output byA = Add("IgammaGradA", a, x);
        Output byX = (-x + ((a - g.Graph.Const(1.0, a.DType)) * x.Log()) - SpecialMath.LogGamma(a)).Exp();
        g.FlowBroadcast(complement ? -(byA * dz) : byA * dz, complement ? -(byX * dz) : byX * dz);
    }

    private static Output Add(string op, Output x, Output y) => x.Operation.Graph.AddOperation(op, [x, y])[0];

    private readonly struct LowerOf : IBinaryFunction
    {
        public static double Of(double a, double x) => IncompleteGamma.Lower(a, x);
    }

    private readonly struct LowerByAOf : IBinaryFunction
    {
        public static double Of(double a, double x) => IncompleteGamma.LowerByA(a, x);
    }

    private readonly struct UpperOf : IBinaryFunction
    {
        public static double Of(double a, double x) => IncompleteGamma.Upper(a, x);
    }

    private readonly struct PolygammaOf : IBinaryFunction
    {
        public static double Of(double n, double x) => HurwitzZeta.Polygamma(n, x);
    }

    private readonly struct ZetaOf : IBinaryFunction
    {
        public static double Of(double x, double q) => HurwitzZeta.Of(x, q);
    }
}
