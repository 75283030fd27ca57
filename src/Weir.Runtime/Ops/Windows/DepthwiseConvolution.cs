using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>A convolution of each channel by itself. With a multiplier each has that many outputs, which are neighbours.</summary>
/// <remarks>No dilations, equal strides, channels last. Source: depthwise_conv_op.cc; gradient: nn_grad.py.</remarks>
internal sealed class DepthwiseConvolution : Op
{
    public override OpDefinition Definition { get; } = "DepthwiseConv2dNative(input: T, filter: T) -> output: T; T: {half, bfloat16, float, double}; "
        + "strides: list(int); padding: {\"SAME\", \"VALID\", \"EXPLICIT\"}; explicit_paddings: list(int) = []; data_format: {\"NHWC\", \"NCHW\"} = \"NHWC\"; "
        + "dilations: list(int) = [1, 1, 1, 1]";

    public override void InferShapes(ShapeContext c) => Infer(c, WindowRule.Of(c.Attributes, 2));

    public override void Gradient(GradientContext g)
    {
        (Output x, Output filter, Output dy) = (g.Input(0), g.Input(1), g.Outgoing(0));
        g.Flow(0, DepthwiseGradient.BuildInput(g, ShapeOp.Build(x), filter, dy));
        g.Flow(1, DepthwiseGradient.BuildFilter(g, x, ShapeOp.Build(filter), dy));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        WindowRule rule = WindowRule.Of(r, 2);
        RequireSupported(rule);
        if (!rule.IsDense)
        {
            throw new TfException(StatusCode.Unimplemented,
                $"Current kernel implementation does not support dilations, received [{string.Join(' ', r.Attributes.Get<long[]>("dilations"))}]");
        }

        return r.ForNumber(ElementTypes.Floats, new Maker(rule));
    }

    public static Output Build(GradientContext g, Output x, Output filter) => ConvSizes.Build(g, "DepthwiseConv2dNative", x, filter);

    /// <summary>Refuses what TensorFlow's CPU kernels do not do.</summary>
    public static void RequireSupported(WindowRule rule)
    {
        if (rule.ChannelsFirst) throw new TfException(StatusCode.Unimplemented, "Depthwise convolution on CPU is only supported for NHWC format");
        if (rule.Stride(0) != rule.Stride(1))
            throw new TfException(StatusCode.InvalidArgument, "Current implementation only supports equal length strides in the row and column dimensions.");
        if (!rule.StridesAreSpatial)
            throw new TfException(StatusCode.InvalidArgument, "Current implementation does not yet support strides in the batch and depth dimensions.");
    }

    /// <summary>The sizes of a depthwise convolution of an input and a filter.</summary>
    public static DepthwiseShape Sizes(StepContext s, WindowRule rule, ReadOnlySpan<long> input, ReadOnlySpan<long> filter)
    {
        s.Require(input[^1] == filter[2], $"input and filter must have the same depth: {input[^1]} vs {filter[2]}");
        s.Require(filter[0] > 0 && filter[1] > 0, $"filter must not be empty, got {filter[0]} x {filter[1]}");
        s.Require(filter[2] * (double)filter[3] <= int.MaxValue, $"depths are too large: {filter[2]} x {filter[3]}");
        return new DepthwiseShape(rule.Windows(input, filter[..2]), (int)filter[2], (int)filter[3]);
    }

    private static void Infer(ShapeContext c, WindowRule rule)
    {
        Shape input = c.WithRank(0, 4), filter = c.WithRank(1, 4);
        long depth = c.MergeSizes(input[rule.ChannelDimension], filter[2]);
        long[] sizes = new long[4];
        sizes[0] = input[0];
        sizes[rule.ChannelDimension] = depth < 0 || filter[3] < 0 ? -1 : checked(depth * filter[3]);
        for (int i = 0; i < 2; i++) sizes[rule.Dimension(i)] = rule.Count(i, input[rule.Dimension(i)], filter[i]);
        c.Output(0, Shape.Of(sizes));
    }

    private readonly struct Maker(WindowRule rule) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Impl<T>(rule);
    }

    private sealed class Impl<T>(WindowRule rule) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor filter) = (s.Input(0), s.Input(1));
            s.Require(x.Shape.Rank == 4, $"input must be 4-dimensional{x.Shape}");
            s.Require(filter.Shape.Rank == 4, $"filter must be 4-dimensional: {filter.Shape}");
            DepthwiseShape shape = Sizes(s, rule, x.Shape.Dimensions, filter.Shape.Dimensions);
            Span<long> sizes = stackalloc long[4];
            rule.OutputSizes(shape.Windows, shape.OutputChannels, sizes);
            Tensor output = s.Output(0, sizes);
            if (output.ElementCount > 0) Depthwise.Run<T, Simd.Identity>(shape, x.Elements<T>(), filter.Elements<T>(), default, output.Elements<T>());
        }
    }
}
