using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The gradient of a convolution to its input. Three rows of the table.</summary>
/// <remarks>
/// No groups and no dilations, and channels last only. The sizes are a vector, which in two dimensions may leave out batch and depth;
/// Conv3DBackpropInput takes them from a tensor of the input's shape. Source: conv_grad_input_ops.cc, conv_grad_ops_3d.cc; gradient: nn_grad.py.
/// </remarks>
internal sealed class ConvInputGradient(OpDefinition definition, int spatialRank, bool sizesAreTensor = false) : Op
{
    public static readonly Op[] All =
    [
        new ConvInputGradient("Conv2DBackpropInput(input_sizes: int32, filter: T, out_backprop: T) -> output: T; T: {half, bfloat16, float, double, int32}; "
            + "strides: list(int); use_cudnn_on_gpu: bool = true; padding: {\"SAME\", \"VALID\", \"EXPLICIT\"}; explicit_paddings: list(int) = []; "
            + "data_format: {\"NHWC\", \"NCHW\"} = \"NHWC\"; dilations: list(int) = [1, 1, 1, 1]", 2),
        new ConvInputGradient("Conv3DBackpropInput(input: T, filter: T, out_backprop: T) -> output: T; T: {half, float, double}; strides: list(int) >= 5; "
            + "padding: {\"SAME\", \"VALID\"}; dilations: list(int) = [1, 1, 1, 1, 1] | deprecated 10 \"Use Conv3DBackpropInputV2\"", 3, sizesAreTensor: true),
        new ConvInputGradient("Conv3DBackpropInputV2(input_sizes: Tshape, filter: T, out_backprop: T) -> output: T; T: {half, bfloat16, float, double}; "
            + "strides: list(int) >= 5; padding: {\"SAME\", \"VALID\"}; data_format: {\"NDHWC\", \"NCDHW\"} = \"NDHWC\"; dilations: list(int) = [1, 1, 1, 1, 1]; "
            + "Tshape: {int32, int64} = int32", 3),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        WindowRule rule = WindowRule.Of(c.Attributes, spatialRank);
        if (sizesAreTensor)
        {
            c.Output(0, c.Merge(Shape.OfRank(rule.Rank), c.Input(0)));
            return;
        }

        Shape filter = c.WithRank(1, rule.Rank), sizes = c.ShapeFrom(0), gradient = c.WithRank(2, rule.Rank);
        if (spatialRank == 2 && sizes.HasRank && sizes.Rank == 2)
        {
            c.Output(0, rule.ChannelsFirst ? Shape.Of(gradient[0], filter[2], sizes[0], sizes[1]) : Shape.Of(gradient[0], sizes[0], sizes[1], filter[2]));
            return;
        }

        c.Require(!sizes.HasRank || sizes.Rank == rule.Rank, spatialRank == 2
            ? $"Conv2DBackpropInput requires input_sizes to contain 4 values or 2 values, but got: {sizes.Rank}"
            : $"Shape must be rank {rule.Rank} but is rank {sizes.Rank}");
        c.Output(0, sizes.HasRank ? sizes : Shape.OfRank(rule.Rank));
    }

    public override void Gradient(GradientContext g)
    {
        if (sizesAreTensor)
        {
            base.Gradient(g);
            return;
        }

        g.Flow(1, ConvFilterGradient.Build(g, spatialRank, g.Outgoing(0), ShapeOp.Build(g.Input(1)), g.Input(2)));
        g.Flow(2, Convolution.Build(g, spatialRank, g.Outgoing(0), g.Input(1)));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("use_cudnn_on_gpu", "Tshape");
        WindowRule rule = WindowRule.Of(r, spatialRank);
        ConvFilterGradient.RequireSupported(rule, "Input");
        return r.ForType(spatialRank == 2 ? ElementTypes.Floats | new ElementTypes(DType.Int32) : ElementTypes.Floats, new Maker(rule, sizesAreTensor));
    }

    public static Output Build(GradientContext g, int spatialRank, Output sizes, Output filter, Output dy) =>
        ConvSizes.Build(g, spatialRank == 2 ? "Conv2DBackpropInput" : "Conv3DBackpropInputV2", sizes, filter, dy);

    private readonly struct Maker(WindowRule rule, bool sizesAreTensor) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Impl<T>(rule, sizesAreTensor);
    }

    private sealed class Impl<T>(WindowRule rule, bool sizesAreTensor) : Kernel
        where T : unmanaged
    {
        private readonly string name = $"Conv{rule.SpatialRank}DCustomBackpropInput";

        public override void Run(StepContext s)
        {
            (Tensor filter, Tensor dy) = (s.Input(1), s.Input(2));
            Span<long> sizes = stackalloc long[rule.Rank];
            ReadSizes(s, filter, dy, sizes);
            ConvShape shape = ConvFilterGradient.Sizes(s, rule, sizes, filter.Shape, dy.Shape, name);
            Span<T> dx = s.Output(0, sizes).Elements<T>();
            ConvGradients.Input<T>(shape, filter.Elements<T>(), dy.Elements<T>(), dx);
        }

        private void ReadSizes(StepContext s, Tensor filter, Tensor dy, Span<long> sizes)
        {
            Tensor given = s.Input(0);
            if (sizesAreTensor)
            {
                s.Require(given.Shape.Rank == rule.Rank, $"input must be {rule.Rank}-dimensional");
                given.Shape.Dimensions.CopyTo(sizes);
                return;
            }

            s.Require(given.Shape.Rank == 1, $"Conv{rule.SpatialRank}DBackpropInput: input_sizes input must be 1-dim, not {given.Shape.Rank}");
            bool spatialOnly = rule.SpatialRank == 2 && given.ElementCount == 2;
            s.Require(spatialOnly || given.ElementCount == rule.Rank,
                $"Conv2DBackpropInput requires input_sizes to contain {rule.Rank} values or 2 values, but got: {given.ElementCount}");
            s.Require(filter.Shape.Rank == rule.Rank && dy.Shape.Rank == rule.Rank, $"filter and out_backprop must be {rule.Rank}-dimensional");
            given.Integers(spatialOnly ? sizes[1..3] : sizes);
            if (spatialOnly) (sizes[0], sizes[3]) = (dy.Shape[0], filter.Shape[2]);
            foreach (long size in sizes) s.Require(size >= 0, $"input_sizes must not be negative, got {size}");
        }
    }
}
