using Weir.Definitions;

namespace Weir.Ops;

/// <summary>exp(x) / sum(exp(x)) along the last dimension.</summary>
/// <remarks>A NaN or +inf, or nothing but -inf, makes a whole row NaN. Source: softmax_op.cc.</remarks>
internal sealed class Softmax : Op
{
    public override OpDefinition Definition { get; } = "Softmax(logits: T) -> softmax: T; T: {bfloat16, half, float, double}";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.WithRankAtLeast(0, 1));

    public override Kernel CreateKernel(KernelRequest r) => r.Type("T") switch
    {
        DType.Float32 => new Rows<float>(),
        DType.Float64 => new Rows<double>(),
        DType.Float16 => new Rows<Half>(),
        DType.BFloat16 => new Rows<BFloat16>(),
        _ => throw r.NoKernel("T"),
    };

    private sealed class Rows<T> : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            Tensor logits = s.Input(0);
            s.Require(logits.Shape.Rank >= 1, $"logits must have >= 1 dimension, got {logits.Shape}");
            int columns = checked((int)logits.Shape[-1]);
            ReadOnlySpan<T> x = logits.Elements<T>();
            Tensor y = s.OutputLike(0, logits);
            if (x.Length > 0) Simd.Softmax.Run(x, y.Elements<T>(), columns, logarithm: false);
        }
    }
}
