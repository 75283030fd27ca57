using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Whether numbers are less than a tolerance apart: |x - y| &lt; tolerance. The shapes are the same.</summary>
/// <remarks>Source: cwise_ops_common.h.</remarks>
internal sealed class ApproximateEqual : Op
{
    public override OpDefinition Definition { get; } =
        "ApproximateEqual(x: T, y: T) -> z: bool; T: {numbers}; tolerance: float = 1e-05 | commutative";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Merge(c.Input(0), c.Input(1)));

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => r.Type("T") switch
    {
        DType.Float32 => new Near<float>(r.Float("tolerance")),
        DType.Float64 => new Near<double>(r.Float("tolerance")),
        _ => throw r.NoKernel("T"),
    };

    private sealed class Near<T>(T tolerance) : Kernel
        where T : unmanaged, INumber<T>
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor y) = (s.Input(0), s.Input(1));
            s.Require(x.Shape.Equals(y.Shape), $"x and y must be of the same shape. x shape: {x.Shape}. y shape: {y.Shape}");
            ReadOnlySpan<T> left = x.Elements<T>();
            ReadOnlySpan<T> right = y.Elements<T>();
            Span<bool> near = s.OutputLike(0, x).Elements<bool>();
            for (int i = 0; i < near.Length; i++) near[i] = T.Abs(left[i] - right[i]) < tolerance;
        }
    }
}
