using static Weir.Ops.ElementTypes;

namespace Weir.Ops;

/// <summary>Element-wise arithmetic of two operands that broadcast: a row per op over one driver.</summary>
/// <remarks>Source: cwise_ops_common.h; gradients: math_grad.py. Shapes that need more than 5 dimensions to broadcast are UNIMPLEMENTED there, and so here.</remarks>
internal static class BinaryMath
{
    private const string FloatTypes = "{half, float, bfloat16, double, complex64, complex128}";
    private const string OrderedTypes = "{bfloat16, half, float, double, int8, uint8, int16, uint16, int32, uint32, int64, uint64}";
    private const string DividedTypes = "{bfloat16, half, float, double, uint8, int8, uint16, int16, int32, uint32, uint64, int64, complex64, complex128}";

    public static readonly Op[] All =
    [
        new BinaryOp<Simd.Add>("AddV2(x: T, y: T) -> z: T; "
            + "T: {bfloat16, half, float, double, uint8, uint16, uint32, uint64, int8, int16, int32, int64, complex64, complex128} | commutative, aggregate", Numbers,
            g => g.FlowBroadcast(g.Outgoing(0), g.Outgoing(0))),
        new BinaryOp<Simd.DivideNoNan>($"DivNoNan(x: T, y: T) -> z: T; T: {FloatTypes}", FloatsAndComplex, g =>
        {
            (Output x, Output y) = (g.Input(0).Conj(), g.Input(1).Conj());
            g.FlowBroadcast(DivNoNan(g.Outgoing(0), y), g.Outgoing(0) * DivNoNan(DivNoNan(-x, y), y));
        }),
        new BinaryOp<Simd.Maximum>($"Maximum(x: T, y: T) -> z: T; T: {OrderedTypes}", Reals, g => FlowToChosen(g, Comparisons.GreaterEqual(g.Input(0), g.Input(1)))),
        new BinaryOp<Simd.Minimum>($"Minimum(x: T, y: T) -> z: T; T: {OrderedTypes}", Reals, g => FlowToChosen(g, Comparisons.LessEqual(g.Input(0), g.Input(1)))),
        new BinaryOp<Simd.Multiply>("Mul(x: T, y: T) -> z: T; "
            + "T: {bfloat16, half, float, double, uint8, int8, uint16, int16, int32, uint32, uint64, int64, complex64, complex128} | commutative", Numbers,
            g => g.FlowBroadcast(g.Outgoing(0) * g.Input(1).Conj(), g.Input(0).Conj() * g.Outgoing(0))),
        new BinaryOp<Simd.MultiplyNoNan>("MulNoNan(x: T, y: T) -> z: T; T: {bfloat16, half, float, double, complex64, complex128} | commutative", FloatsAndComplex,
            g => g.FlowBroadcast(MulNoNan(g.Outgoing(0), g.Input(1)), MulNoNan(g.Input(0), g.Outgoing(0)))),
        new BinaryOp<Simd.Divide>($"RealDiv(x: T, y: T) -> z: T; T: {DividedTypes}", FloatsAndComplex, FlowToQuotient),
        new BinaryOp<Simd.SquaredDifference>(
            "SquaredDifference(x: T, y: T) -> z: T; T: {bfloat16, half, float, double, int32, int64, complex64, complex128} | commutative",
            FloatsAndComplex | new ElementTypes(DType.Int32, DType.Int64), g =>
            {
                Output forX = g.Outgoing(0) * 2 * (g.Input(0) - g.Input(1));
                g.FlowBroadcast(forX, -forX);
            }),
        new BinaryOp<Simd.Subtract>("Sub(x: T, y: T) -> z: T; "
            + "T: {bfloat16, half, float, double, uint8, int8, uint16, int16, int32, int64, complex64, complex128, uint32, uint64}", Numbers,
            g => g.FlowBroadcast(g.Outgoing(0), -g.Outgoing(0))),
    ];

    // What the operators of Output build.
    public static Output Plus(Output x, Output y) => Apply("AddV2", x, y, "add");

    public static Output Minus(Output x, Output y) => Apply("Sub", x, y, "sub");

    public static Output Times(Output x, Output y) => Apply("Mul", x, y, "mul");

    public static Output Over(Output x, Output y) => Apply("RealDiv", x, y, "truediv");

    public static Output DivNoNan(Output x, Output y) => Apply("DivNoNan", x, y);

    public static Output MulNoNan(Output x, Output y) => Apply("MulNoNan", x, y);

    public static Output Maximum(Output x, Output y) => Apply("Maximum", x, y);

    /// <summary>The gradients of x / y.</summary>
    public static void FlowToQuotient(GradientContext g)
    {
        (Output x, Output y) = (g.Input(0).Conj(), g.Input(1).Conj());
        g.FlowBroadcast(g.Outgoing(0) / y, g.Outgoing(0) * (-x / y / y));
    }

    // A tie gives all to x, a NaN on either side all to y.
    private static void FlowToChosen(GradientContext g, Output choosesX)
    {
        Output dz = g.Outgoing(0);
        Output zeros = g.Graph.ZerosLike(dz);
        g.FlowBroadcast(SelectV2.Build(choosesX, dz, zeros), SelectV2.Build(choosesX, zeros, dz));
    }

    private static Output Apply(string op, Output x, Output y, string? name = null) => x.Operation.Graph.AddOperation(op, [x, y], name: name)[0];
}
