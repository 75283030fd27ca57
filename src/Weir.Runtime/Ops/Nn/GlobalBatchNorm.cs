using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>(t - m) / sqrt(v + variance_epsilon), times gamma if asked, plus beta, channel by channel.</summary>
/// <remarks>Source: batch_norm_op.cc; gradient: nn_grad.py.</remarks>
internal sealed class GlobalBatchNorm : Op
{
    public override OpDefinition Definition { get; } = "BatchNormWithGlobalNormalization(t: T, m: T, v: T, beta: T, gamma: T) -> result: T; "
        + "T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}; "
        + "variance_epsilon: float; scale_after_normalization: bool | deprecated 9 \"Use tf.nn.batch_normalization()\"";

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.WithRank(0, 4);
        long channels = x[3];
        for (int i = 1; i < 5; i++) channels = c.MergeSizes(channels, c.WithRank(i, 1)[0]);
        c.Output(0, Shape.Of(x[0], x[1], x[2], channels));
    }

    public override void Gradient(GradientContext g)
    {
        Operation gradient = GlobalBatchNormGrad.Build(g);
        for (int i = 0; i < 5; i++) g.Flow(i, gradient[i]);
    }

    public override Kernel CreateKernel(KernelRequest r) =>
        r.ForNumber(new ElementTypes(DType.Float32, DType.Float64, DType.Float16), new Maker(r.Float("variance_epsilon"), r.Bool("scale_after_normalization")));

    /// <summary>Checks an input and its four vectors.</summary>
    public static int Channels(StepContext s, Tensor x, int firstVector, int vectors)
    {
        s.Require(x.Shape.Rank == 4, $"input must be 4-dimensional{x.Shape}");
        for (int i = firstVector; i < firstVector + vectors; i++)
        {
            s.Require(s.Input(i).Shape.Rank == 1, $"input {i} must be 1-dimensional{s.Input(i).Shape}");
            s.Require(s.Input(i).Shape[0] == x.Shape[3], $"input {i} must have as many elements as there are channels: {s.Input(i).Shape} for {x.Shape}");
        }

        s.Require(x.Shape[3] <= int.MaxValue, $"input is too large: {x.Shape}");
        return (int)x.Shape[3];
    }

    private readonly struct Maker(float epsilon, bool scales) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Impl<T>(epsilon, scales);
    }

    private sealed class Impl<T>(float epsilon, bool scales) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            int channels = Channels(s, x, 1, 4);
            GlobalNorms<T> norms = new(s.Input(1).Elements<T>(), s.Input(2).Elements<T>(), s.Input(4).Elements<T>(), epsilon, scales);
            Tensor y = s.OutputLike(0, x);
            if (channels > 0) norms.Run(x.Elements<T>(), s.Input(3).Elements<T>(), y.Elements<T>());
        }
    }
}
