using System.Numerics.Tensors;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Half the sum of the squares of all elements.</summary>
/// <remarks>Source: l2loss_op.cc; gradient: nn_grad.py.</remarks>
internal sealed class L2Loss : Op
{
    public override OpDefinition Definition { get; } = "L2Loss(t: T) -> output: T; T: {half, bfloat16, float, double}";

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public override void Gradient(GradientContext g) => g.Flow(0, g.Input(0) * g.Outgoing(0));

    public override Kernel CreateKernel(KernelRequest r) => r.Type("T") switch
    {
        DType.Float64 => new Doubles(),
        DType.Float32 => new Singles<float>(),
        DType.Float16 => new Singles<Half>(),
        DType.BFloat16 => new Singles<BFloat16>(),
        _ => throw r.NoKernel("T"),
    };

    private sealed class Doubles : Kernel
    {
        public override void Run(StepContext s) =>
            s.Output(0).Elements<double>()[0] = TensorPrimitives.SumOfSquares<double>(s.Input(0).Elements<double>()) / 2;
    }

    /// <summary>Blocks are summed as floats, their sums as doubles.</summary>
    private sealed unsafe class Singles<T> : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            float* wide = stackalloc float[NarrowFloats.BlockLength];
            T* elements = (T*)x.Data;
            double sum = 0;
            for (long at = 0; at < x.ElementCount; at += NarrowFloats.BlockLength)
            {
                int length = (int)Math.Min(NarrowFloats.BlockLength, x.ElementCount - at);
                if (typeof(T) != typeof(float)) NarrowFloats.Widen(elements + at, wide, length);
                sum += TensorPrimitives.SumOfSquares(new ReadOnlySpan<float>(typeof(T) == typeof(float) ? (float*)elements + at : wide, length));
            }

            float half = (float)(sum / 2);
            if (typeof(T) == typeof(float)) s.Output(0).Elements<float>()[0] = half;
            else NarrowFloats.Round(&half, (T*)s.Output(0).Data, 1);
        }
    }
}
