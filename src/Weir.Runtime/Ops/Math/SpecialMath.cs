using Weir.Simd;
using static Weir.Ops.ElementTypes;

namespace Weir.Ops;

/// <summary>Inverse, hyperbolic and higher functions of one operand: a row per op over the element-wise driver.</summary>
/// <remarks>Source: cwise_ops.h, special_math_op_misc_impl.h; gradients: math_grad.py.</remarks>
internal static class SpecialMath
{
    private const string Floating = "T: {bfloat16, half, float, double}";
    private const string Types = "T: {bfloat16, half, float, double, complex64, complex128}";
    private const double RootOfTwoPi = 2.5066282746310005;
    private const double HalfRootOfPi = 0.88622692545275801;

    private static readonly ElementTypes ThreeFloats = new(DType.Float16, DType.Float32, DType.Float64);

    public static readonly Op[] All =
    [
        .. Elementary(),
        .. Higher(),
        .. Bessel(),
    ];

    private static Op[] Elementary() =>
    [
        new UnaryOp<Scalarwise<AcosOf>>($"Acos(x: T) -> y: T; {Types}", FloatsAndComplex, g => g.Flow(0, -(g.Outgoing(0) * (One(g) - X(g).Square()).Root().Reciprocal()))),
        new UnaryOp<Scalarwise<AcoshOf>>($"Acosh(x: T) -> y: T; {Types}", FloatsAndComplex, g => g.Flow(0, g.Outgoing(0) / g.Output(0).Conj().Function("Sinh"))),
        new UnaryOp<Scalarwise<AsinOf>>($"Asin(x: T) -> y: T; {Types}", FloatsAndComplex, g => g.Flow(0, g.Outgoing(0) * (One(g) - X(g).Square()).Root().Reciprocal())),
        new UnaryOp<Scalarwise<AsinhOf>>($"Asinh(x: T) -> y: T; {Types}", FloatsAndComplex, g => g.Flow(0, g.Outgoing(0) / g.Output(0).Conj().Function("Cosh"))),
        new UnaryOp<Scalarwise<AtanOf>>($"Atan(x: T) -> y: T; {Types}", FloatsAndComplex, g => g.Flow(0, g.Outgoing(0) * (One(g) + X(g).Square()).Reciprocal())),
        new UnaryOp<Scalarwise<AtanhOf>>($"Atanh(x: T) -> y: T; {Types}", FloatsAndComplex, g => g.Flow(0, g.Outgoing(0) * (One(g) - X(g).Square()).Reciprocal())),
        new UnaryOp<Scalarwise<CoshOf>>($"Cosh(x: T) -> y: T; {Types}", FloatsAndComplex, g => g.Flow(0, g.Outgoing(0) * X(g).Function("Sinh"))),
        new UnaryOp<Scalarwise<SinhOf>>($"Sinh(x: T) -> y: T; {Types}", FloatsAndComplex, g => g.Flow(0, g.Outgoing(0) * X(g).Function("Cosh"))),
        new UnaryOp<Scalarwise<TanOf>>($"Tan(x: T) -> y: T; {Types}", FloatsAndComplex, g => g.Flow(0, X(g).Cosine().Reciprocal().Square() * g.Outgoing(0))),
    ];

    private static Op[] Higher() =>
    [
        new UnaryOp<Scalarwise<DawsnOf>>($"Dawsn(x: T) -> y: T; {Floating}", WideFloats, g => g.Flow(0, g.Outgoing(0) * (One(g) - (X(g) * g.Output(0) * 2)))),
        new UnaryOp<Scalarwise<DigammaOf>>($"Digamma(x: T) -> y: T; {Floating}", ThreeFloats, g => g.Flow(0, g.Outgoing(0) * GammaMath.Polygamma(One(g), X(g)))),
        new UnaryOp<Scalarwise<ErfinvOf>>($"Erfinv(x: T) -> y: T; {Floating}", WideFloats, g => g.Flow(0, g.Outgoing(0) * HalfRootOfPi * g.Output(0).Square().Exp())),
        new UnaryOp<Scalarwise<ExpintOf>>($"Expint(x: T) -> y: T; {Floating}", WideFloats, g => g.Flow(0, g.Outgoing(0) * X(g).Exp() / X(g))),
        new UnaryOp<Scalarwise<FresnelCosOf>>($"FresnelCos(x: T) -> y: T; {Floating}", WideFloats, g => g.Flow(0, g.Outgoing(0) * (X(g).Square() * (Math.PI / 2)).Cosine())),
        new UnaryOp<Scalarwise<FresnelSinOf>>($"FresnelSin(x: T) -> y: T; {Floating}", WideFloats, g => g.Flow(0, g.Outgoing(0) * (X(g).Square() * (Math.PI / 2)).Sine())),
        new UnaryOp<Scalarwise<LgammaOf>>($"Lgamma(x: T) -> y: T; {Floating}", ThreeFloats, g => g.Flow(0, g.Outgoing(0) * X(g).Function("Digamma"))),
        new UnaryOp<Scalarwise<NdtriOf>>($"Ndtri(x: T) -> y: T; {Floating}", WideFloats, g => g.Flow(0, g.Outgoing(0) * RootOfTwoPi * (g.Output(0).Square() * 0.5).Exp())),
        new UnaryOp<Scalarwise<SpenceOf>>($"Spence(x: T) -> y: T; {Floating}", WideFloats, g =>
        {
            Output slope = X(g).Log() / (One(g) - X(g));
            g.Flow(0, g.Outgoing(0) * SelectV2.Build(Comparisons.Equal(X(g), One(g)), -OnesLike.Build(X(g)), slope));
        }),
    ];

    private static Op[] Bessel() =>
    [
        new UnaryOp<Scalarwise<BesselI0Of>>($"BesselI0(x: T) -> y: T; {Floating}", ThreeFloats, g => g.Flow(0, g.Outgoing(0) * X(g).Function("BesselI1"))),
        new UnaryOp<Scalarwise<BesselI0eOf>>($"BesselI0e(x: T) -> y: T; {Floating}", ThreeFloats, g =>
            g.Flow(0, g.Outgoing(0) * (X(g).Function("BesselI1e") - (X(g).Sign() * g.Output(0))))),
        new UnaryOp<Scalarwise<BesselI1Of>>($"BesselI1(x: T) -> y: T; {Floating}", ThreeFloats, g =>
            g.Flow(0, g.Outgoing(0) * UnlessZero(g, 1, X(g).Function("BesselI0") - (g.Output(0) / X(g))))),
        new UnaryOp<Scalarwise<BesselI1eOf>>($"BesselI1e(x: T) -> y: T; {Floating}", ThreeFloats, g =>
            g.Flow(0, g.Outgoing(0) * UnlessZero(g, 0.5, X(g).Function("BesselI0e") - (g.Output(0) * (X(g).Sign() + X(g).Reciprocal()))))),
        new UnaryOp<Scalarwise<BesselJ0Of>>($"BesselJ0(x: T) -> y: T; {Floating}", ThreeFloats, g => g.Flow(0, -(g.Outgoing(0) * X(g).Function("BesselJ1")))),
        new UnaryOp<Scalarwise<BesselJ1Of>>($"BesselJ1(x: T) -> y: T; {Floating}", ThreeFloats, g =>
            g.Flow(0, g.Outgoing(0) * UnlessZero(g, 0.5, X(g).Function("BesselJ0") - (g.Output(0) / X(g))))),
        new UnaryOp<Scalarwise<BesselK0Of>>($"BesselK0(x: T) -> y: T; {Floating}", ThreeFloats, g => g.Flow(0, -(g.Outgoing(0) * X(g).Function("BesselK1")))),
        new UnaryOp<Scalarwise<BesselK0eOf>>($"BesselK0e(x: T) -> y: T; {Floating}", ThreeFloats, g =>
            g.Flow(0, g.Outgoing(0) * (g.Output(0) - X(g).Function("BesselK1e")))),
        new UnaryOp<Scalarwise<BesselK1Of>>($"BesselK1(x: T) -> y: T; {Floating}", ThreeFloats, g =>
            g.Flow(0, g.Outgoing(0) * (-X(g).Function("BesselK0") - (g.Output(0) / X(g))))),
        new UnaryOp<Scalarwise<BesselK1eOf>>($"BesselK1e(x: T) -> y: T; {Floating}", ThreeFloats, g =>
            g.Flow(0, g.Outgoing(0) * ((g.Output(0) * (One(g) - X(g).Reciprocal())) - X(g).Function("BesselK0e")))),
        new UnaryOp<Scalarwise<BesselY0Of>>($"BesselY0(x: T) -> y: T; {Floating}", ThreeFloats, g => g.Flow(0, -(g.Outgoing(0) * X(g).Function("BesselY1")))),
        new UnaryOp<Scalarwise<BesselY1Of>>($"BesselY1(x: T) -> y: T; {Floating}", ThreeFloats, g =>
            g.Flow(0, g.Outgoing(0) * (X(g).Function("BesselY0") - (g.Output(0) / X(g))))),
    ];

    /// <summary>The logarithm of the gamma function.</summary>
    public static Output LogGamma(Output x) => x.Function("Lgamma");

    private static Output X(GradientContext g) => g.Input(0).Conj();

    private static Output One(GradientContext g) => g.Graph.Const(1.0, g.Input(0).DType);

    // The slope at 0, where the formula divides by it.
    private static Output UnlessZero(GradientContext g, double atZero, Output slope) =>
        SelectV2.Build(Comparisons.Equal(g.Input(0), g.Graph.Const(0.0, slope.DType)), g.Graph.Const(atZero, slope.DType), slope);

    private static Output Function(this Output x, string op) => x.Operation.Graph.AddOperation(op, [x])[0];
}
