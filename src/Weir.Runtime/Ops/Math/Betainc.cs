using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The regularized incomplete beta function of tensors of one shape, or scalars with them.</summary>
/// <remarks>Source: betainc_op.cc; gradient: math_grad.py.</remarks>
internal sealed class Betainc : Op
{
    public override OpDefinition Definition { get; } = "Betainc(a: T, b: T, x: T) -> z: T; T: {float, double}";

    public override void InferShapes(ShapeContext c)
    {
        Shape shape = Shape.Scalar;
        bool unknown = false;
        for (int i = 0; i < 3; i++)
        {
            if (!c.Input(i).HasRank) unknown = true;
            else if (c.Input(i).Rank > 0) shape = shape.Rank == 0 ? c.Input(i) : c.Merge(shape, c.Input(i));
        }

        c.Output(0, unknown && shape.Rank == 0 ? Shape.Unknown : shape);
    }

    public override void Gradient(GradientContext g)
    {
        (Output a, Output b, Output x) = (g.Input(0), g.Input(1), g.Input(2));
        Output one = g.Graph.Const(1.0, x.DType);
        Output logBeta = SpecialMath.LogGamma(a) + SpecialMath.LogGamma(b) - SpecialMath.LogGamma(a + b);
        Output byX = (BinaryFunctions.Xlog1py(b - one, -x) + BinaryFunctions.Xlogy(a - one, x) - logBeta).Exp();
        g.Flow(2, BroadcastGradients.SumTo(byX * g.Outgoing(0), x, g.Output(0)));
    }

    public override Kernel CreateKernel(KernelRequest r) => r.Type("T") == DType.Float32 ? new Singles() : new Doubles();

    private static Tensor Output(StepContext s)
    {
        int largest = 0;
        for (int i = 1; i < 3; i++)
        {
            if (s.Input(largest).Shape.Rank == 0) largest = i;
        }

        Shape shape = s.Input(largest).Shape;
        for (int i = 0; i < 3; i++)
        {
            s.Require(s.Input(i).Shape.Rank == 0 || s.Input(i).Shape.Equals(shape),
                $"All non-scalar inputs to Betainc must have the same shape: {s.Input(0).Shape} vs. {s.Input(1).Shape} vs. {s.Input(2).Shape}");
        }

        return s.OutputLike(0, s.Input(largest));
    }

    private static T At<T>(ReadOnlySpan<T> values, int i) => values.Length == 1 ? values[0] : values[i];

    private sealed class Singles : Kernel
    {
        public override void Run(StepContext s)
        {
            Span<float> z = Output(s).Elements<float>();
            ReadOnlySpan<float> a = s.Input(0).Elements<float>(), b = s.Input(1).Elements<float>(), x = s.Input(2).Elements<float>();
            for (int i = 0; i < z.Length; i++) z[i] = (float)IncompleteBeta.Regularized(At(a, i), At(b, i), At(x, i));
        }
    }

    private sealed class Doubles : Kernel
    {
        public override void Run(StepContext s)
        {
            Span<double> z = Output(s).Elements<double>();
            ReadOnlySpan<double> a = s.Input(0).Elements<double>(), b = s.Input(1).Elements<double>(), x = s.Input(2).Elements<double>();
            for (int i = 0; i < z.Length; i++) z[i] = IncompleteBeta.Regularized(At(a, i), At(b, i), At(x, i));
        }
    }
}
