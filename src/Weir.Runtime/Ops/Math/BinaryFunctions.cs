using static Weir.Ops.ElementTypes;
using Complex = System.Numerics.Complex;

namespace Weir.Ops;

/// <summary>Functions of two numbers that broadcast: a row per op over one driver.</summary>
/// <remarks>Source: cwise_ops.h; gradients: math_grad.py.</remarks>
internal static class BinaryFunctions
{
    private const string Types = "T: {half, bfloat16, float, double, complex64, complex128}";

    public static readonly Op[] All =
    [
        new FunctionOp<Angle>("Atan2(y: T, x: T) -> z: T; T: {bfloat16, half, float, double}", Floats, g =>
        {
            (Output y, Output x) = (g.Input(0), g.Input(1));
            Output scaled = g.Outgoing(0) / (x.Square() + y.Square());
            g.FlowBroadcast(x * scaled, -y * scaled);
        }),
        new FunctionOp<Quotient>($"Xdivy(x: T, y: T) -> z: T; {Types}", FloatsAndComplex, g =>
        {
            (Output x, Output y, Output dz) = (g.Input(0), g.Input(1), g.Outgoing(0));
            g.FlowBroadcast(Xdivy(IsNotZero(x), y) * dz, Xdivy(-x, y.Square()) * dz);
        }),
        new FunctionOp<ProductWithLog1p>($"Xlog1py(x: T, y: T) -> z: T; {Types}", FloatsAndComplex, g =>
        {
            (Output x, Output y, Output dz) = (g.Input(0), g.Input(1), g.Outgoing(0));
            Output forX = Xlog1py(IsNotZero(x), y);
            g.FlowBroadcast(forX * dz, Xdivy(x, y + g.Graph.Const(1.0, y.DType)) * dz);
        }),
        new FunctionOp<ProductWithLog>($"Xlogy(x: T, y: T) -> z: T; {Types}", FloatsAndComplex, g =>
        {
            (Output x, Output y, Output dz) = (g.Input(0), g.Input(1), g.Outgoing(0));
            Output forX = Xlogy(IsNotZero(x), y);
            g.FlowBroadcast(forX * dz, Xdivy(x, y) * dz);
        }),
    ];

    public static Output Xlog1py(Output x, Output y) => x.Operation.Graph.AddOperation("Xlog1py", [x, y])[0];

    public static Output Xlogy(Output x, Output y) => x.Operation.Graph.AddOperation("Xlogy", [x, y])[0];

    private static Output Xdivy(Output x, Output y) => x.Operation.Graph.AddOperation("Xdivy", [x, y])[0];

    /// <summary>1 where x is not 0, else 0.</summary>
    private static Output IsNotZero(Output x) => CastOp.Build(Comparisons.NotEqual(x, x.Operation.Graph.Const(0.0, x.DType)), x.DType);

    private readonly struct Angle : IBinaryFunction
    {
        public static double Of(double y, double x) => Math.Atan2(y, x);
    }

    private readonly struct Quotient : IBinaryFunction
    {
        public static double Of(double x, double y) => x == 0 ? 0 : x / y;

        public static Complex Of(Complex x, Complex y) => x == 0 ? 0 : x / y;
    }

    private readonly struct ProductWithLog : IBinaryFunction
    {
        public static double Of(double x, double y) => x == 0 ? 0 : x * Math.Log(y);

        public static Complex Of(Complex x, Complex y) => x == 0 ? 0 : x * Complex.Log(y);
    }

    private readonly struct ProductWithLog1p : IBinaryFunction
    {
        public static double Of(double x, double y) => x == 0 ? 0 : x * Simd.Log1pOf.Of(y);

        public static Complex Of(Complex x, Complex y) => x == 0 ? 0 : x * Simd.Log1pOf.Of(y);
    }
}
