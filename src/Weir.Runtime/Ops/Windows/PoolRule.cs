using Weir.Graphs;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>How a pooling op's windows slide: a <see cref="WindowRule"/> with the windows' sizes.</summary>
/// <remarks>Source: pooling_ops_common.cc, pooling_ops_3d.cc.</remarks>
internal sealed class PoolRule
{
    private readonly WindowRule rule;
    private readonly long[] sizes;
    private readonly long depthStride;

    private PoolRule(WindowRule rule, long[] sizes, long[] strides)
    {
        (this.rule, this.sizes, depthStride) = (rule, sizes, strides[rule.ChannelDimension]);
        if (sizes.Length != rule.Rank) throw Wrong($"Sliding window ksize field must specify {rule.Rank} dimensions");
    }

    /// <summary>The rank of inputs and outputs.</summary>
    public int Rank => rule.Rank;

    /// <summary>The places of a window along the channels; 1 unless pooling is across depth.</summary>
    public long DepthWindow => sizes[rule.ChannelDimension];

    public bool ChannelsFirst => rule.ChannelsFirst;

    /// <summary>The rule that attributes say.</summary>
    public static PoolRule Of(AttributeList attributes, int spatialRank) =>
        new(WindowRule.Of(attributes, spatialRank), attributes.Get<long[]>("ksize"), attributes.Get<long[]>("strides"));

    /// <summary>The rule of an op whose window sizes and strides are inputs.</summary>
    public static PoolRule Of(string padding, bool channelsFirst, long[] sizes, long[] strides)
    {
        if (sizes.Length != 4) throw Wrong("Sliding window ksize field must specify 4 dimensions");
        return new PoolRule(new WindowRule(2, padding, strides, channelsFirst: channelsFirst), sizes, strides);
    }

    /// <summary>The rule for a kernel: all attributes count as looked at. Refuses what TensorFlow's CPU kernels do not do.</summary>
    /// <param name="r">The request.</param>
    /// <param name="spatialRank">How many dimensions windows slide in.</param>
    /// <param name="kernel">What TensorFlow calls the kernel.</param>
    public static PoolRule Of(KernelRequest r, int spatialRank, string kernel)
    {
        r.Ignore("ksize");
        WindowRule.Of(r, spatialRank);
        PoolRule rule = Of(r.Attributes, spatialRank);
        rule.RequireSupported(kernel);
        return rule;
    }

    /// <summary>Refuses what TensorFlow's CPU kernels do not do.</summary>
    public void RequireSupported(string kernel)
    {
        if (ChannelsFirst) throw Wrong($"Default {kernel} only supports {(Rank == 5 ? "NDHWC" : "NHWC")} on device type CPU");
        for (int i = 0; i < Rank; i++)
        {
            if (sizes[i] <= 0) throw Wrong($"Sliding window ksize for dimension {i} was zero.");
        }

        if (sizes[0] != 1 || (!rule.StridesAreSpatial && depthStride == 1)) throw Unimplemented("Pooling is not yet supported on the batch dimension.");
        if (Rank == 5 && (DepthWindow != 1 || depthStride != 1)) throw Unimplemented("Pooling is not yet supported on the depth dimension.");
    }

    /// <summary>The shape rule of pooling.</summary>
    /// <param name="c">The node.</param>
    /// <param name="acrossDepth">Whether windows along the channels count.</param>
    public void Infer(ShapeContext c, bool acrossDepth)
    {
        Shape input = c.WithRank(0, Rank);
        long[] output = input.Dimensions.ToArray();
        for (int i = 0; i < rule.SpatialRank; i++) output[rule.Dimension(i)] = rule.Count(i, input[rule.Dimension(i)], sizes[rule.Dimension(i)]);
        if (acrossDepth) output[rule.ChannelDimension] = rule.CountAlong(rule.ChannelDimension, input[rule.ChannelDimension], DepthWindow);
        c.Output(0, Shape.Of(output));
    }

    /// <summary>Where windows lie in an input. Windows across depth run along the channels of each pixel.</summary>
    public PoolSizes Sizes(StepContext s, ReadOnlySpan<long> input)
    {
        s.Require(input.Length == Rank || Rank == 4, "tensor_in must be 5-dimensional");
        s.Require(input.Length == Rank, $"tensor_in_shape must have 2 spatial dimensions. {input.Length} 0");
        foreach (long size in input) s.Require(size is >= 0 and <= int.MaxValue, $"a size of the input is {size}");
        if (DepthWindow == 1 && depthStride == 1)
        {
            WindowShape windows = rule.Windows(input, sizes.AsSpan(1, rule.SpatialRank));
            return new PoolSizes(windows, (int)input[^1]);
        }

        if (sizes[1] != 1 || sizes[2] != 1) throw Unimplemented("MaxPooling supports exactly one of pooling across depth or pooling across width/height.");
        if (input[^1] % DepthWindow != 0) throw Unimplemented("Depthwise max pooling requires the depth window to evenly divide the input depth");
        if (DepthWindow != depthStride) throw Unimplemented("Depthwise max pooling requires the depth window to equal the depth stride");
        s.Require(DepthWindow <= int.MaxValue && input[0] * input[1] * (double)input[2] <= int.MaxValue, $"the input is too large for pooling across depth");
        (int depth, int window) = ((int)input[^1], (int)DepthWindow);
        WindowAxis axis = new(depth, window, window, 1, 0, depth / window);
        return new PoolSizes(new WindowShape((int)(input[0] * input[1] * input[2]), WindowAxis.None, WindowAxis.None, axis), 1) { IsAcrossDepth = true };
    }

    /// <summary>The sizes of the output for an input.</summary>
    public void OutputSizes(in PoolSizes pool, ReadOnlySpan<long> input, Span<long> output)
    {
        if (!pool.IsAcrossDepth)
        {
            rule.OutputSizes(pool.Windows, pool.Channels, output);
            return;
        }

        input.CopyTo(output);
        output[^1] = pool.Windows.Columns.Output;
    }

    /// <summary>The same windows, but as many of them as an output of given sizes says.</summary>
    public PoolSizes WithCounts(StepContext s, in PoolSizes pool, ReadOnlySpan<long> output)
    {
        if (Rank != 4) return pool;
        WindowShape w = pool.Windows;
        s.Require(((output[1] + 1.0) * w.Rows.Stride) + w.Rows.Extent <= int.MaxValue && ((output[2] + 1.0) * w.Columns.Stride) + w.Columns.Extent <= int.MaxValue,
            $"{output[1]} x {output[2]} windows are too many");
        return pool with { Windows = w with { Rows = w.Rows with { Output = (int)output[1] }, Columns = w.Columns with { Output = (int)output[2] } } };
    }

    private static TfException Wrong(string message) => new(StatusCode.InvalidArgument, message);

    private static TfException Unimplemented(string message) => new(StatusCode.Unimplemented, message);
}

/// <summary>A pooling's windows in an input.</summary>
/// <param name="Windows">Where they lie.</param>
/// <param name="Channels">What is pooled apart.</param>
internal readonly record struct PoolSizes(WindowShape Windows, int Channels)
{
    /// <summary>Whether the windows run along the channels.</summary>
    public bool IsAcrossDepth { get; init; }
}
