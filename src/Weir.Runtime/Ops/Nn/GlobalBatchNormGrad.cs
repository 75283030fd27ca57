using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The gradients of <see cref="GlobalBatchNorm"/> to all its inputs.</summary>
/// <remarks>Source: batch_norm_op.cc.</remarks>
internal sealed class GlobalBatchNormGrad : Op
{
    public override OpDefinition Definition { get; } = "BatchNormWithGlobalNormalizationGrad(t: T, m: T, v: T, gamma: T, backprop: T) -> dx: T, dm: T, dv: T, db: T, dg: T; "
        + "T: {float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}; "
        + "variance_epsilon: float; scale_after_normalization: bool | deprecated 9 \"Use tf.nn.batch_normalization()\"";

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.Merge(c.WithRank(0, 4), c.WithRank(4, 4));
        long channels = x[3];
        for (int i = 1; i < 4; i++) channels = c.MergeSizes(channels, c.WithRank(i, 1)[0]);
        c.AllOutputs(Shape.Of(channels));
        c.Output(0, Shape.Of(x[0], x[1], x[2], channels));
    }

    public override Kernel CreateKernel(KernelRequest r) =>
        r.ForNumber(new ElementTypes(DType.Float32, DType.Float64, DType.Float16), new Maker(r.Float("variance_epsilon"), r.Bool("scale_after_normalization")));

    public static Operation Build(GradientContext g) => g.Graph.AddOperation(
        "BatchNormWithGlobalNormalizationGrad", [g.Input(0), g.Input(1), g.Input(2), g.Input(4), g.Outgoing(0)], g.Attributes("variance_epsilon", "scale_after_normalization"));

    private readonly struct Maker(float epsilon, bool scales) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Impl<T>(epsilon, scales);
    }

    private sealed class Impl<T>(float epsilon, bool scales) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor dy) = (s.Input(0), s.Input(4));
            int channels = GlobalBatchNorm.Channels(s, x, 1, 3);
            s.Require(dy.Shape.Equals(x.Shape), $"backprop must have the shape of input: {dy.Shape} instead of {x.Shape}");
            GlobalNorms<T> norms = new(s.Input(1).Elements<T>(), s.Input(2).Elements<T>(), s.Input(3).Elements<T>(), epsilon, scales);
            Tensor dx = s.OutputLike(0, x), dm = s.Output(1, channels), dv = s.Output(2, channels), db = s.Output(3, channels), dg = s.Output(4, channels);
            if (channels > 0) norms.Gradient(x.Elements<T>(), dy.Elements<T>(), dx.Elements<T>(), dm.Elements<T>(), dv.Elements<T>(), db.Elements<T>(), dg.Elements<T>());
        }
    }
}
