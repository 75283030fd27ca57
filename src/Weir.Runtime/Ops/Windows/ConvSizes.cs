using Weir.Simd;

namespace Weir.Ops;

/// <summary>What convolutions and their gradients check of their operands, and the shapes that follow.</summary>
internal static class ConvSizes
{
    /// <summary>The shape rule of a convolution.</summary>
    public static void Infer(ShapeContext c, WindowRule rule)
    {
        Shape input = c.WithRank(0, rule.Rank), filter = c.WithRank(1, rule.Rank);
        (long depth, long filterDepth, long outputDepth) = (input[rule.ChannelDimension], filter[rule.SpatialRank], filter[rule.SpatialRank + 1]);
        if (depth >= 0 && filterDepth >= 0)
        {
            c.Require(filterDepth > 0, "Depth of filter must not be 0");
            c.Require(depth % filterDepth == 0, $"Depth of input ({depth}) is not a multiple of input depth of filter ({filterDepth})");
            long groups = depth / filterDepth;
            c.Require(outputDepth < 0 || groups <= 1 || outputDepth % groups == 0, $"Depth of output ({outputDepth}) is not a multiple of the number of groups ({groups})");
        }

        long[] sizes = new long[rule.Rank];
        sizes[0] = input[0];
        sizes[rule.ChannelDimension] = outputDepth;
        for (int i = 0; i < rule.SpatialRank; i++) sizes[rule.Dimension(i)] = rule.Count(i, input[rule.Dimension(i)], filter[i]);
        c.Output(0, Shape.Of(sizes));
    }

    /// <summary>Refuses what TensorFlow's CPU kernels do not do.</summary>
    public static WindowRule ForCpu(WindowRule rule)
    {
        if (rule.SpatialRank == 3)
        {
            Require(!rule.ChannelsFirst, "CPU implementation of Conv3D currently only supports the NHWC tensor format.");
            Require(rule.IsDense, "CPU implementation of Conv3D currently only supports dilated rates of 1.");
            Require(rule.StridesAreSpatial, "Current implementation does not yet support strides in the batch and depth dimensions.");
            return rule;
        }

        if (rule.ChannelsFirst) throw Unimplemented("The Conv2D op currently only supports the NHWC tensor format on the CPU. The op was given the format: NCHW");
        if (!rule.StridesAreSpatial) throw Unimplemented("Current implementation does not yet support strides in the batch and depth dimensions.");
        if (!rule.DilationsAreSpatial) throw Unimplemented("Current implementation does not yet support dilations in the batch and depth dimensions.");
        return rule;
    }

    /// <summary>The sizes of a convolution of an input and a filter.</summary>
    public static ConvShape Of(StepContext s, WindowRule rule, ReadOnlySpan<long> input, ReadOnlySpan<long> filter)
    {
        int spatial = rule.SpatialRank;
        (long depth, long filterDepth, long outputDepth) = (input[^1], filter[spatial], filter[spatial + 1]);
        s.Require(filterDepth > 0, $"filter depth must be stricly positive, got {filterDepth}");
        s.Require(depth % filterDepth == 0, $"input depth must be evenly divisible by filter depth: {depth} vs {filterDepth}");
        long groups = depth / filterDepth;
        s.Require(spatial == 2 || groups == 1, $"Number of channels in filter ({filterDepth}) must match last dimension of input ({depth})");
        s.Require(depth > 0, $"number of groups must be stricly positive, got {groups}");
        s.Require(outputDepth % groups == 0, $"output depth must be evenly divisible by number of groups: {outputDepth} vs {groups}");
        for (int i = 0; i < spatial; i++) s.Require(filter[i] > 0, $"filter must not have zero elements (i.e. all dimensions must be non-zero), got a size of {filter[i]}");
        s.Require(depth <= int.MaxValue && outputDepth <= int.MaxValue, $"depths are too large: {depth}, {outputDepth}");
        return new ConvShape(rule.Windows(input, filter[..spatial]), (int)depth, (int)outputDepth, (int)groups);
    }

    /// <summary>Adds a convolution's gradient op to the graph, with the convolution's own attributes.</summary>
    public static Output Build(GradientContext g, string op, params Output[] inputs) =>
        g.Graph.AddOperation(op, inputs, g.Attributes("strides", "padding", "explicit_paddings", "data_format", "dilations"))[0];

    private static void Require(bool condition, string message)
    {
        if (!condition) throw new TfException(StatusCode.InvalidArgument, message);
    }

    private static TfException Unimplemented(string message) => new(StatusCode.Unimplemented, message);
}
