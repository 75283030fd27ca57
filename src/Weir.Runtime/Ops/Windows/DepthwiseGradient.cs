using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The gradients of a depthwise convolution to its input and its filter. Two rows of the table.</summary>
/// <remarks>The attribute dilations does not count, as in TensorFlow. Source: depthwise_conv_grad_op.cc; gradients: nn_grad.py.</remarks>
internal sealed class DepthwiseGradient(OpDefinition definition, bool toInput) : Op
{
    private const string Attributes = "T: {half, bfloat16, float, double}; strides: list(int); padding: {\"SAME\", \"VALID\", \"EXPLICIT\"}; "
        + "explicit_paddings: list(int) = []; data_format: {\"NHWC\", \"NCHW\"} = \"NHWC\"; dilations: list(int) = [1, 1, 1, 1]";

    public static readonly Op[] All =
    [
        new DepthwiseGradient("DepthwiseConv2dNativeBackpropFilter(input: T, filter_sizes: int32, out_backprop: T) -> output: T; " + Attributes, toInput: false),
        new DepthwiseGradient("DepthwiseConv2dNativeBackpropInput(input_sizes: int32, filter: T, out_backprop: T) -> output: T; " + Attributes, toInput: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape sizes = c.ShapeFrom(toInput ? 0 : 1);
        c.Require(!sizes.HasRank || sizes.Rank == 4, $"Shape must be rank 4 but is rank {sizes.Rank}");
        c.Output(0, sizes.HasRank ? sizes : Shape.OfRank(4));
    }

    public override void Gradient(GradientContext g)
    {
        if (toInput)
        {
            g.Flow(1, BuildFilter(g, g.Outgoing(0), ShapeOp.Build(g.Input(1)), g.Input(2)));
            g.Flow(2, DepthwiseConvolution.Build(g, g.Outgoing(0), g.Input(1)));
        }
        else
        {
            g.Flow(0, BuildInput(g, ShapeOp.Build(g.Input(0)), g.Outgoing(0), g.Input(2)));
            g.Flow(2, DepthwiseConvolution.Build(g, g.Input(0), g.Outgoing(0)));
        }
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        WindowRule rule = WindowRule.Of(r, 2).Dense();
        DepthwiseConvolution.RequireSupported(rule);
        return r.ForNumber(ElementTypes.Floats, new Maker(rule, toInput));
    }

    public static Output BuildInput(GradientContext g, Output sizes, Output filter, Output dy) => ConvSizes.Build(g, "DepthwiseConv2dNativeBackpropInput", sizes, filter, dy);

    public static Output BuildFilter(GradientContext g, Output x, Output sizes, Output dy) => ConvSizes.Build(g, "DepthwiseConv2dNativeBackpropFilter", x, sizes, dy);

    private readonly struct Maker(WindowRule rule, bool toInput) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Impl<T>(rule, toInput);
    }

    private sealed class Impl<T>(WindowRule rule, bool toInput) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor given, Tensor operand, Tensor dy) = toInput ? (s.Input(0), s.Input(1), s.Input(2)) : (s.Input(1), s.Input(0), s.Input(2));
            string name = toInput ? "DepthwiseConv2DBackpropInput" : "DepthwiseConv2DBackpropFilter";
            s.Require(given.Shape.Rank == 1 && given.ElementCount == 4, $"{name}: sizes input must be 1-dim with 4 elements, not {given.Shape}");
            s.Require(operand.Shape.Rank == 4 && dy.Shape.Rank == 4, $"{name}: operands must be 4-dimensional");
            Span<long> sizes = stackalloc long[4];
            given.Integers(sizes);
            foreach (long size in sizes) s.Require(size >= 0, $"{name}: sizes must not be negative, got {size}");
            ReadOnlySpan<long> input = toInput ? sizes : operand.Shape.Dimensions, filter = toInput ? operand.Shape.Dimensions : sizes;
            DepthwiseShape shape = DepthwiseConvolution.Sizes(s, rule, input, filter);
            Check(s, name, shape, dy.Shape);
            Span<T> gradient = s.Output(0, sizes).Elements<T>();
            if (toInput) Depthwise.InputGradient<T>(shape, operand.Elements<T>(), dy.Elements<T>(), gradient);
            else Depthwise.FilterGradient<T>(shape, operand.Elements<T>(), dy.Elements<T>(), gradient);
        }

        private void Check(StepContext s, string name, in DepthwiseShape shape, Shape dy)
        {
            Span<long> sizes = stackalloc long[4];
            rule.OutputSizes(shape.Windows, shape.OutputChannels, sizes);
            s.Require(dy[0] == sizes[0], $"{name}: input and out_backprop must have the same batch size");
            s.Require(dy[1] == sizes[1], $"{name}: Number of rows of out_backprop doesn't match computed: actual = {dy[1]}, computed = {sizes[1]}");
            s.Require(dy[2] == sizes[2], $"{name}: Number of cols of out_backprop doesn't match computed: actual = {dy[2]}, computed = {sizes[2]}");
            s.Require(dy[3] == sizes[3], $"{name}: depth_multiplier * in_depth not equal to out_depth");
        }
    }
}
