using static Weir.Ops.ElementTypes;

namespace Weir.Ops;

/// <summary>Element-wise functions of one operand: a row per op over one driver.</summary>
internal static class UnaryMath
{
    private const string FloatTypes = "{bfloat16, half, float, double}";
    private const string Types = "{bfloat16, half, float, double, complex64, complex128}";
    private const string SignedTypes = "{bfloat16, half, float, double, int8, int16, int32, int64, complex64, complex128}";

    public static readonly Op[] All =
    [
        new UnaryOp<Simd.Abs>("Abs(x: T) -> y: T; T: {bfloat16, half, float, double, int8, int16, int32, int64}", Floats | SignedIntegers,
            g => g.Flow(0, g.Outgoing(0) * g.Input(0).Sign())),
        new UnaryOp<Simd.Ceiling>($"Ceil(x: T) -> y: T; T: {FloatTypes}", Floats, GradientContext.Nothing),
        new UnaryOp<Simd.Conjugate>("Conj(input: T) -> output: T; T: {complex64, complex128, variant} = complex64", Complex,
            g => g.Flow(0, g.Outgoing(0).Conj())),
        new UnaryOp<Simd.Scalarwise<Simd.CosOf>>($"Cos(x: T) -> y: T; T: {Types}", FloatsAndComplex, g => g.Flow(0, -(g.Outgoing(0) * g.Input(0).Conj().Sine()))),
        new UnaryOp<Simd.Erf>($"Erf(x: T) -> y: T; T: {FloatTypes}", Floats, g => g.Flow(0, g.Outgoing(0) * 1.1283791670955126 * (-g.Input(0).Square()).Exp())),
        new UnaryOp<Simd.Scalarwise<Simd.ErfcOf>>($"Erfc(x: T) -> y: T; T: {FloatTypes}", Floats,
            g => g.Flow(0, g.Outgoing(0) * -1.1283791670955126 * (-g.Input(0).Square()).Exp())),
        new UnaryOp<Simd.Exp>($"Exp(x: T) -> y: T; T: {Types}", FloatsAndComplex, g => g.Flow(0, g.Outgoing(0) * g.Output(0).Conj())),
        new UnaryOp<Simd.Scalarwise<Simd.Expm1Of>>($"Expm1(x: T) -> y: T; T: {Types}", FloatsAndComplex, g => g.Flow(0, g.Outgoing(0) * g.Input(0).Conj().Exp())),
        new UnaryOp<Simd.Floor>($"Floor(x: T) -> y: T; T: {FloatTypes}", Floats, GradientContext.Nothing),
        new UnaryOp<Simd.Reciprocal>($"Inv(x: T) -> y: T; T: {SignedTypes}", FloatsAndComplex,
            g => g.Flow(0, GradientMath.ReciprocalGrad(g.Output(0), g.Outgoing(0)))),
        new UnaryOp<Simd.Log>($"Log(x: T) -> y: T; T: {Types}", FloatsAndComplex, g => g.Flow(0, g.Outgoing(0) * g.Input(0).Conj().Reciprocal())),
        new UnaryOp<Simd.Scalarwise<Simd.Log1pOf>>($"Log1p(x: T) -> y: T; T: {Types}", FloatsAndComplex,
            g => g.Flow(0, g.Outgoing(0) * (g.Input(0).Conj() + g.Graph.Const(1.0, g.Input(0).DType)).Reciprocal())),
        new UnaryOp<Simd.Negate>($"Neg(x: T) -> y: T; T: {SignedTypes}", FloatsAndComplex | SignedIntegers, g => g.Flow(0, -g.Outgoing(0))),
        new UnaryOp<Simd.Reciprocal>($"Reciprocal(x: T) -> y: T; T: {SignedTypes}", FloatsAndComplex,
            g => g.Flow(0, GradientMath.ReciprocalGrad(g.Output(0), g.Outgoing(0)))),
        new UnaryOp<Simd.Round>($"Rint(x: T) -> y: T; T: {FloatTypes}", WideFloats, GradientContext.Nothing),
        new UnaryOp<Simd.Round>($"Round(x: T) -> y: T; T: {SignedTypes}", Floats | new ElementTypes(DType.Int32, DType.Int64), GradientContext.Nothing),
        new UnaryOp<Simd.Rsqrt>($"Rsqrt(x: T) -> y: T; T: {Types}", FloatsAndComplex,
            g => g.Flow(0, GradientMath.RsqrtGrad(g.Output(0), g.Outgoing(0)))),
        new UnaryOp<Simd.Sigmoid>($"Sigmoid(x: T) -> y: T; T: {Types}", FloatsAndComplex,
            g => g.Flow(0, GradientMath.SigmoidGrad(g.Output(0).Conj(), g.Outgoing(0)))),
        new UnaryOp<Simd.Sign>($"Sign(x: T) -> y: T; T: {SignedTypes}", FloatsAndComplex | SignedIntegers,
            g => g.Flow(0, g.Graph.ZerosLike(g.Input(0)))),
        new UnaryOp<Simd.Scalarwise<Simd.SinOf>>($"Sin(x: T) -> y: T; T: {Types}", FloatsAndComplex, g => g.Flow(0, g.Outgoing(0) * g.Input(0).Conj().Cosine())),
        new UnaryOp<Simd.Sqrt>($"Sqrt(x: T) -> y: T; T: {Types}", FloatsAndComplex,
            g => g.Flow(0, GradientMath.SqrtGrad(g.Output(0), g.Outgoing(0)))),
        new UnaryOp<Simd.Square>(
            "Square(x: T) -> y: T; T: {bfloat16, half, float, double, int8, int16, int32, int64, uint8, uint16, uint32, uint64, complex64, complex128}", Numbers,
            g => g.Flow(0, g.Outgoing(0) * (g.Input(0).Conj() * 2))),
        new UnaryOp<Simd.Tanh>($"Tanh(x: T) -> y: T; T: {Types}", FloatsAndComplex,
            g => g.Flow(0, GradientMath.TanhGrad(g.Output(0).Conj(), g.Outgoing(0)))),
        new ClassifyOp<Simd.IsFinite>($"IsFinite(x: T) -> y: bool; T: {FloatTypes}"),
        new ClassifyOp<Simd.IsInfinite>($"IsInf(x: T) -> y: bool; T: {FloatTypes}"),
        new ClassifyOp<Simd.IsNaN>($"IsNan(x: T) -> y: bool; T: {FloatTypes}"),
    ];

    extension(Output x)
    {
        /// <summary>The conjugate of complex numbers; real ones are themselves.</summary>
        public Output Conj() => x.DType.IsComplex() ? x.Add("Conj") : x;

        public Output Cosine() => x.Add("Cos");

        public Output Erfc() => x.Add("Erfc");

        public Output Exp() => x.Add("Exp");

        public Output Log() => x.Add("Log");

        public Output Log1p() => x.Add("Log1p");

        public Output Reciprocal() => x.Add("Reciprocal");

        public Output Root() => x.Add("Sqrt");

        public Output Sine() => x.Add("Sin");

        public Output Sign() => x.Add("Sign");

        public Output Square() => x.Add("Square");

        /// <summary>-x: what the operator of <see cref="Output"/> builds.</summary>
        public Output Negate() => x.Operation.Graph.AddOperation("Neg", [x])[0];

        private Output Add(string op) => x.Operation.Graph.AddOperation(op, [x])[0];
    }
}
