using System.Numerics;
using System.Runtime.InteropServices;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Between complex numbers and pairs of real ones: a row per op.</summary>
/// <remarks>Source: cwise_ops.h; gradients: math_grad.py.</remarks>
internal static class ComplexParts
{
    private const string Types = "T: {complex64, complex128} = complex64; Tout: {float, double} = float";

    public static readonly Op[] All =
    [
        new Part<Phase>($"Angle(input: T) -> output: Tout; {Types}", g =>
        {
            Output x = g.Input(0);
            Output turned = Join(g.Graph.AddOperation("Imag", [x], Attributes(x.DType))[0], RealPart(x)).Reciprocal();
            g.Flow(0, -(FromReal(g.Outgoing(0)) * turned));
        }),
        new JoinOp(),
        new Part<Modulus>($"ComplexAbs(x: T) -> y: Tout; {Types}", g =>
            g.Flow(0, BinaryMath.DivNoNan(FromReal(g.Outgoing(0)) * g.Input(0), FromReal(g.Output(0))))),
        new Part<ImaginaryPart>($"Imag(input: T) -> output: Tout; {Types}", g => g.Flow(0, Join(g.Graph.ZerosLike(g.Outgoing(0)), g.Outgoing(0)))),
        new Part<RealOf>($"Real(input: T) -> output: Tout; {Types}", g => g.Flow(0, FromReal(g.Outgoing(0)))),
    ];

    private interface IPart
    {
        static abstract double Of(Complex x);
    }

    private static Output FromReal(Output x) => Join(x, x.Operation.Graph.ZerosLike(x));

    private static Output Join(Output real, Output imaginary) => real.Operation.Graph.AddOperation("Complex", [real, imaginary],
        new Dictionary<string, object> { ["Tout"] = real.DType == DType.Float64 ? DType.Complex128 : DType.Complex64 })[0];

    /// <summary>Complex numbers with imaginary parts of 0.</summary>
    public static Output WithoutImaginary(Output x) => FromReal(RealPart(x));

    public static Output RealPart(Output x) => x.Operation.Graph.AddOperation("Real", [x], Attributes(x.DType))[0];

    private static Dictionary<string, object> Attributes(DType dtype) => new() { ["Tout"] = dtype == DType.Complex128 ? DType.Float64 : DType.Float32 };

    private readonly struct RealOf : IPart
    {
        public static double Of(Complex x) => x.Real;
    }

    private readonly struct ImaginaryPart : IPart
    {
        public static double Of(Complex x) => x.Imaginary;
    }

    private readonly struct Phase : IPart
    {
        public static double Of(Complex x) => Math.Atan2(x.Imaginary, x.Real);
    }

    private readonly struct Modulus : IPart
    {
        public static double Of(Complex x) => double.Hypot(x.Real, x.Imaginary);
    }

    private sealed class Part<TPart>(OpDefinition definition, Action<GradientContext> gradient) : Op
        where TPart : struct, IPart
    {
        public override OpDefinition Definition => definition;

        public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

        public override void Gradient(GradientContext g) => gradient(g);

        public override Kernel CreateKernel(KernelRequest r) => (r.Type("T"), r.Type("Tout")) switch
        {
            (DType.Complex64, DType.Float32) => new Singles(),
            (DType.Complex128, DType.Float64) => new Doubles(),
            _ => throw r.NoKernel("T", "Tout"),
        };

        private sealed class Singles : Kernel
        {
            public override void Run(StepContext s)
            {
                Tensor x = s.Input(0);
                ReadOnlySpan<Complex64> values = x.Elements<Complex64>();
                Span<float> parts = s.OutputLike(0, x).Elements<float>();
                for (int i = 0; i < values.Length; i++) parts[i] = (float)TPart.Of(values[i]);
            }
        }

        private sealed class Doubles : Kernel
        {
            public override void Run(StepContext s)
            {
                Tensor x = s.Input(0);
                ReadOnlySpan<Complex> values = x.Elements<Complex>();
                Span<double> parts = s.OutputLike(0, x).Elements<double>();
                for (int i = 0; i < values.Length; i++) parts[i] = TPart.Of(values[i]);
            }
        }
    }

    /// <summary>Complex numbers of their parts, which broadcast.</summary>
    private sealed class JoinOp : Op
    {
        public override OpDefinition Definition { get; } =
            "Complex(real: T, imag: T) -> out: Tout; T: {float, double} = float; Tout: {complex64, complex128} = complex64";

        public override void InferShapes(ShapeContext c) => c.Output(0, BroadcastShapes.Infer(c, c.Input(0), c.Input(1)));

        public override void Gradient(GradientContext g)
        {
            Output imaginary = g.Graph.AddOperation("Imag", [g.Outgoing(0)], Attributes(g.Outgoing(0).DType))[0];
            g.FlowBroadcast(RealPart(g.Outgoing(0)), imaginary);
        }

        public override Kernel CreateKernel(KernelRequest r) => (r.Type("T"), r.Type("Tout")) switch
        {
            (DType.Float32, DType.Complex64) => new JoinKernel<float>(),
            (DType.Float64, DType.Complex128) => new JoinKernel<double>(),
            _ => throw r.NoKernel("T", "Tout"),
        };

        private sealed class JoinKernel<T> : Kernel
            where T : unmanaged
        {
            public override void Run(StepContext s)
            {
                (Tensor real, Tensor imaginary) = (s.Input(0), s.Input(1));
                Tensor z = BroadcastShapes.Output(s, real, imaginary, inPlace: false, out BroadcastPlan plan);
                ReadOnlySpan<T> reals = real.Elements<T>();
                ReadOnlySpan<T> imaginaries = imaginary.Elements<T>();
                Span<T> parts = MemoryMarshal.Cast<byte, T>(z.Bytes);
                (int stepX, int stepY, _) = plan.InnerSteps;
                for (int row = 0, at = 0; at < parts.Length; row++)
                {
                    (long x, long y, _) = plan.Offsets(row);
                    for (int i = 0; i < plan.InnerLength; i++, at += 2)
                    {
                        parts[at] = reals[(int)x + (i * stepX)];
                        parts[at + 1] = imaginaries[(int)y + (i * stepY)];
                    }
                }
            }
        }
    }
}
