using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The gradient of a convolution to its filter. Three rows of the table.</summary>
/// <remarks>
/// No groups and no dilations, and channels last only. Conv3DBackpropFilter takes the sizes from a tensor of the filter's shape.
/// Source: conv_grad_filter_ops.cc, conv_grad_ops_3d.cc; gradient: nn_grad.py.
/// </remarks>
internal sealed class ConvFilterGradient(OpDefinition definition, int spatialRank, bool sizesAreTensor = false) : Op
{
    public static readonly Op[] All =
    [
        new ConvFilterGradient("Conv2DBackpropFilter(input: T, filter_sizes: int32, out_backprop: T) -> output: T; T: {half, bfloat16, float, double}; "
            + "strides: list(int); use_cudnn_on_gpu: bool = true; padding: {\"SAME\", \"VALID\", \"EXPLICIT\"}; explicit_paddings: list(int) = []; "
            + "data_format: {\"NHWC\", \"NCHW\"} = \"NHWC\"; dilations: list(int) = [1, 1, 1, 1]", 2),
        new ConvFilterGradient("Conv3DBackpropFilter(input: T, filter: T, out_backprop: T) -> output: T; T: {half, float, double}; strides: list(int) >= 5; "
            + "padding: {\"SAME\", \"VALID\"}; dilations: list(int) = [1, 1, 1, 1, 1] | deprecated 10 \"Use Conv3DBackpropFilterV2\"", 3, sizesAreTensor: true),
        new ConvFilterGradient("Conv3DBackpropFilterV2(input: T, filter_sizes: int32, out_backprop: T) -> output: T; T: {half, bfloat16, float, double}; "
            + "strides: list(int) >= 5; padding: {\"SAME\", \"VALID\"}; data_format: {\"NDHWC\", \"NCDHW\"} = \"NDHWC\"; dilations: list(int) = [1, 1, 1, 1, 1]", 3),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        WindowRule rule = WindowRule.Of(c.Attributes, spatialRank);
        Shape sizes = sizesAreTensor ? c.Input(1) : c.ShapeFrom(1);
        c.Require(!sizes.HasRank || sizes.Rank == rule.Rank, $"Shape must be rank {rule.Rank} but is rank {sizes.Rank}");
        c.Output(0, sizes.HasRank ? sizes : Shape.OfRank(rule.Rank));
    }

    public override void Gradient(GradientContext g)
    {
        if (sizesAreTensor)
        {
            base.Gradient(g);
            return;
        }

        g.Flow(0, ConvInputGradient.Build(g, spatialRank, ShapeOp.Build(g.Input(0)), g.Outgoing(0), g.Input(2)));
        g.Flow(2, Convolution.Build(g, spatialRank, g.Input(0), g.Outgoing(0)));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("use_cudnn_on_gpu");
        WindowRule rule = WindowRule.Of(r, spatialRank);
        RequireSupported(rule, "Filter");
        return r.ForNumber(ElementTypes.Floats, new Maker(rule, sizesAreTensor));
    }

    public static Output Build(GradientContext g, int spatialRank, Output x, Output sizes, Output dy) =>
        ConvSizes.Build(g, spatialRank == 2 ? "Conv2DBackpropFilter" : "Conv3DBackpropFilterV2", x, sizes, dy);

    /// <summary>Refuses what TensorFlow's CPU kernels of gradients do not do.</summary>
    public static void RequireSupported(WindowRule rule, string operand)
    {
        if (rule.ChannelsFirst) throw new TfException(StatusCode.InvalidArgument, $"Conv{rule.SpatialRank}DCustomBackprop{operand}Op only supports NHWC.");
        if (!rule.IsDense) throw new TfException(StatusCode.InvalidArgument, "Current CPU implementations do not yet support dilation rates larger than 1.");
        if (!rule.StridesAreSpatial) throw new TfException(StatusCode.InvalidArgument, "Current implementation does not yet support strides in the batch and depth dimensions.");
    }

    /// <summary>The sizes of the convolution whose gradient is asked for.</summary>
    public static ConvShape Sizes(StepContext s, WindowRule rule, ReadOnlySpan<long> input, Shape filter, Shape gradient, string name)
    {
        s.Require(filter.Rank == rule.Rank, $"{name}: filter must be {rule.Rank}-dimensional");
        s.Require(gradient.Rank == rule.Rank, $"{name}: out_backprop must be {rule.Rank}-dimensional");
        (long depth, long filterDepth) = (input[^1], filter[rule.SpatialRank]);
        s.Require(depth == filterDepth, $"Gradients for grouped convolutions are not supported on CPU. Please file a feature request if you run into this issue. "
            + $"Computed input depth {depth} doesn't match filter input depth {filterDepth}");
        ConvShape shape = ConvSizes.Of(s, rule, input, filter.Dimensions);
        Span<long> sizes = stackalloc long[rule.Rank];
        rule.OutputSizes(shape.Windows, shape.OutputChannels, sizes);
        s.Require(gradient[0] == sizes[0], $"{name}: input and out_backprop must have the same batch size. Input batch: {sizes[0]}, outbackprop batch: {gradient[0]}");
        s.Require(gradient[-1] == sizes[^1], $"{name}: filter and out_backprop must have the same out_depth");
        for (int i = 1; i < rule.Rank - 1; i++)
        {
            s.Require(gradient[i] == sizes[i], $"{name}: Size of out_backprop doesn't match computed: actual = {gradient[i]}, computed = {sizes[i]} "
                + $"spatial_dim: {i} input: {input[i]} filter: {filter[i - 1]} output: {gradient[i]} stride: {rule.Stride(i - 1)} dilation: 1");
        }

        return shape;
    }

    private readonly struct Maker(WindowRule rule, bool sizesAreTensor) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Impl<T>(rule, sizesAreTensor);
    }

    private sealed class Impl<T>(WindowRule rule, bool sizesAreTensor) : Kernel
        where T : unmanaged
    {
        private readonly string name = $"Conv{rule.SpatialRank}DCustomBackpropFilter";

        public override void Run(StepContext s)
        {
            (Tensor x, Tensor given, Tensor dy) = (s.Input(0), s.Input(1), s.Input(2));
            s.Require(x.Shape.Rank == rule.Rank, $"input must be {rule.Rank}-dimensional");
            Span<long> sizes = stackalloc long[rule.Rank];
            s.Require(sizesAreTensor ? given.Shape.Rank == rule.Rank : given.Shape.Rank == 1 && given.ElementCount == rule.Rank,
                $"Conv{rule.SpatialRank}DCustomBackpropFilter: filter must be {rule.Rank}-dimensional");
            if (sizesAreTensor) given.Shape.Dimensions.CopyTo(sizes);
            else given.Integers(sizes);
            foreach (long size in sizes) s.Require(size >= 0, $"filter_sizes must not be negative, got {size}");
            ConvShape shape = ConvFilterGradient.Sizes(s, rule, x.Shape.Dimensions, Shape.Of(sizes), dy.Shape, name);
            ConvGradients.Filter<T>(shape, x.Elements<T>(), dy.Elements<T>(), s.Output(0, sizes).Elements<T>());
        }
    }
}
