using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The gradients of a batch normalization to its input, scale and offset. Three rows of the table.</summary>
/// <remarks>In training the statistics are the batch's, and gradients flow through them. Source: fused_batch_norm_op.cc; gradient: nn_grad.py.</remarks>
internal sealed class FusedBatchNormGrad(OpDefinition definition, int version) : Op
{
    private const string Attributes = "epsilon: float = 0.0001; ";
    private const string Format2D = "data_format: {\"NHWC\", \"NCHW\"} = \"NHWC\"; is_training: bool = true";

    public static readonly Op[] All =
    [
        new FusedBatchNormGrad("FusedBatchNormGrad(y_backprop: T, x: T, scale: T, reserve_space_1: T, reserve_space_2: T) -> x_backprop: T, scale_backprop: T, "
            + "offset_backprop: T, reserve_space_3: T, reserve_space_4: T; T: {float}; " + Attributes + Format2D, 1),
        new FusedBatchNormGrad("FusedBatchNormGradV2(y_backprop: T, x: T, scale: float, reserve_space_1: U, reserve_space_2: U) -> x_backprop: T, scale_backprop: U, "
            + "offset_backprop: U, reserve_space_3: U, reserve_space_4: U; T: {half, bfloat16, float}; U: {float}; " + Attributes + Format2D, 2),
        new FusedBatchNormGrad("FusedBatchNormGradV3(y_backprop: T, x: T, scale: float, reserve_space_1: U, reserve_space_2: U, reserve_space_3: U) -> x_backprop: T, "
            + "scale_backprop: U, offset_backprop: U, reserve_space_4: U, reserve_space_5: U; T: {half, bfloat16, float}; U: {float}; " + Attributes
            + "data_format: {\"NHWC\", \"NCHW\", \"NDHWC\", \"NCDHW\"} = \"NHWC\"; is_training: bool = true", 3),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        string format = c.Attributes.GetString("data_format");
        Shape x = c.Merge(c.WithRank(0, format.Length), c.WithRank(1, format.Length));
        int channel = format[1] == 'C' ? 1 : format.Length - 1;
        long channels = x[channel];
        for (int i = 2; i < 5; i++) channels = c.MergeSizes(channels, c.WithRank(i, 1)[0]);
        long[] sizes = x.Dimensions.ToArray();
        sizes[channel] = channels;
        c.Output(0, Shape.Of(sizes));
        c.Output(1, Shape.Of(channels));
        c.Output(2, Shape.Of(channels));
        c.Output(3, Shape.Of(0));
        c.Output(4, Shape.Of(0));
    }

    public override void Gradient(GradientContext g) => FusedBatchNormSecondOrder.Flow(g);

    public override Kernel CreateKernel(KernelRequest r)
    {
        if (version > 1) r.Ignore("U");
        Maker maker = new(new BatchNormLayout(r.String("data_format")), r.Float("epsilon"), r.Bool("is_training"));
        return r.ForNumber(new ElementTypes(DType.Float32, DType.Float16, DType.BFloat16), maker);
    }

    /// <summary>Adds the gradient of a batch normalization to the graph, with its attributes.</summary>
    public static Operation Build(GradientContext g, int version, Output dy, Output x, Output scale, Output mean, Output variance)
    {
        (string op, Output[] inputs) = version switch
        {
            1 => ("FusedBatchNormGrad", (Output[])[dy, x, scale, mean, variance]),
            2 => ("FusedBatchNormGradV2", [dy, x, scale, mean, variance]),
            _ => ("FusedBatchNormGradV3", [dy, x, scale, mean, variance, g.Output(5)]),
        };
        return g.Graph.AddOperation(op, inputs, g.Attributes("epsilon", "data_format", "is_training"));
    }

    private readonly struct Maker(BatchNormLayout layout, float epsilon, bool training) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Impl<T>(layout, epsilon, training);
    }

    private sealed class Impl<T>(BatchNormLayout layout, float epsilon, bool training) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor dy, Tensor x) = (s.Input(0), s.Input(1));
            s.Require(x.Shape.Equals(dy.Shape), $"x and y_backprop must have same shape, but x has shape {x.Shape} and y_backprop has shape {dy.Shape}");
            layout.Split(s, x.Shape, out long outer, out long channels, out long inner);
            for (int i = 2; i < 5; i++)
            {
                string name = i == 2 ? "scale" : i == 3 ? "saved mean" : "saved variance";
                s.Require(s.Input(i).Shape.Rank == 1, $"{name} must be 1-dimensional{s.Input(i).Shape}");
                s.Require(s.Input(i).ElementCount == channels, $"{name} must have the same number of elements as in_depth, got {s.Input(i).ElementCount} and {channels}");
            }

            Tensor dx = s.OutputLike(0, x), dScale = s.Output(1, channels), dOffset = s.Output(2, channels);
            s.Output(3, 0);
            s.Output(4, 0);
            BatchNorm.Gradient<T>(dy.Elements<T>(), x.Elements<T>(), outer, inner, s.Input(2).Elements<float>(), s.Input(3).Elements<float>(), s.Input(4).Elements<float>(),
                epsilon, training, dx.Elements<T>(), dScale.Elements<float>(), dOffset.Elements<float>());
        }
    }
}
