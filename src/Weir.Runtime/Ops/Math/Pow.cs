using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>x to the power of y; integers wrap, and have no negative exponents.</summary>
/// <remarks>Source: cwise_ops.h; gradient: math_grad.py.</remarks>
internal sealed class Pow : Op
{
    public override OpDefinition Definition { get; } =
        "Pow(x: T, y: T) -> z: T; T: {bfloat16, float, half, double, int8, int16, int32, int64, complex64, complex128}";

    public override void InferShapes(ShapeContext c) => c.Output(0, BroadcastShapes.Infer(c, c.Input(0), c.Input(1)));

    /// <remarks>Where x is not above 0 (complex: is 0), log(x) counts as 0.</remarks>
    public override void Gradient(GradientContext g)
    {
        (Output x, Output y, Output dz) = (g.Input(0), g.Input(1), g.Outgoing(0));
        Output forX = dz * y.Conj() * Build(x.Conj(), y.Conj() - g.Graph.Const(1.0, y.DType));
        Output zeros = g.Graph.ZerosLike(x);
        Output hasLog = x.DType.IsComplex() ? Comparisons.NotEqual(x, zeros) : Comparisons.Greater(x, zeros);
        Output log = SelectV2.Build(hasLog, SelectV2.Build(hasLog, x, OnesLike.Build(x)).Log(), zeros);
        g.FlowBroadcast(forX, dz * g.Output(0).Conj() * log.Conj());
    }

    public override Kernel CreateKernel(KernelRequest r) =>
        r.Type("T").IsInteger() ? r.ForInteger(default(IntegerMaker)) : r.ForFunction<Power>(ElementTypes.FloatsAndComplex);

    private static Output Build(Output x, Output y) => x.Operation.Graph.AddOperation("Pow", [x, y])[0];

    private readonly struct IntegerMaker : IIntegerKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => new ScalarKernel<T, Whole<T>>(
            static y => HasNegative(y) ? new TfException(StatusCode.InvalidArgument, "Integers to negative integer powers are not allowed") : null);
    }

    private static bool HasNegative<T>(ReadOnlySpan<T> values) where T : IBinaryInteger<T>
    {
        foreach (T value in values)
        {
            if (T.IsNegative(value)) return true;
        }

        return false;
    }

    private readonly struct Whole<T> : IScalarOperator<T>
        where T : IBinaryInteger<T>
    {
        public static T Invoke(T x, T y)
        {
            T result = T.One;
            for (; y > T.Zero; y >>= 1, x *= x)
            {
                if (T.IsOddInteger(y)) result *= x;
            }

            return result;
        }
    }

    private readonly struct Power : IBinaryFunction
    {
        public static double Of(double x, double y) => Math.Pow(x, y);

        public static Complex Of(Complex x, Complex y) =>
            x == Complex.Zero && y == Complex.Zero ? new Complex(double.NaN, double.NaN)
            : x == Complex.Zero && y.Real > 0 ? Complex.Zero : Complex.Exp(y * Complex.Log(x));
    }
}
