using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>A convolution in as many dimensions as there are strides for, of any number of batch dimensions.</summary>
/// <remarks>Channels last and one group only. Source: conv_ops_impl.h. There is no gradient in TensorFlow.</remarks>
internal sealed class GeneralConvolution : Op
{
    public override OpDefinition Definition { get; } = "Conv(input: T, filter: T) -> output: T; T: {half, bfloat16, float, double, int32}; strides: list(int); "
        + "padding: {\"SAME\", \"VALID\", \"EXPLICIT\"}; explicit_paddings: list(int) = []; data_format: {\"CHANNELS_FIRST\", \"CHANNELS_LAST\"} = \"CHANNELS_LAST\"; "
        + "dilations: list(int) = []; batch_dims: int = 1; groups: int = 1";

    public override void InferShapes(ShapeContext c)
    {
        WindowRule rule = Rule(c.Attributes);
        long batchRank = c.Attributes.Get<long>("batch_dims");
        c.Require(batchRank >= 0 && batchRank + rule.SpatialRank + 1 <= Shape.MaxRank, $"batch_dims must be non-negative, got {batchRank}");
        Shape input = c.WithRank(0, (int)batchRank + rule.SpatialRank + 1), filter = c.WithRank(1, rule.Rank);
        long[] sizes = input.Dimensions.ToArray();
        int before = (int)batchRank - 1;
        for (int i = 0; i < rule.SpatialRank; i++)
        {
            int d = before + rule.Dimension(i);
            sizes[d] = rule.Count(i, sizes[d], filter[i]);
        }

        sizes[before + rule.ChannelDimension] = filter[rule.SpatialRank + 1];
        c.Output(0, Shape.Of(sizes));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("strides", "padding", "dilations", "explicit_paddings", "data_format");
        if (r.Int("groups") != 1) throw new TfException(StatusCode.Unimplemented, "Grouped/Depthwise Convolutions are not supported yet.");
        long batchRank = r.Int("batch_dims");
        if (batchRank < 1) throw new TfException(StatusCode.Unimplemented, $"Convolutions without a batch dimension are not supported: batch_dims is {batchRank}.");
        return r.ForType(ElementTypes.Floats | new ElementTypes(DType.Int32), new Maker(ConvSizes.ForCpu(Rule(r.Attributes)), (int)Math.Min(batchRank, Shape.MaxRank)));
    }

    private static WindowRule Rule(Graphs.AttributeList attributes)
    {
        long[] strides = attributes.Get<long[]>("strides");
        if (strides.Length is < 3 or > 5) throw new TfException(StatusCode.InvalidArgument, $"Convolutions are in one to three dimensions: strides must have 3 to 5 values, but got {strides.Length}");
        return new WindowRule(strides.Length - 2, attributes.GetString("padding"), strides, attributes.Get<long[]>("dilations"), attributes.Get<long[]>("explicit_paddings"),
            attributes.GetString("data_format") == "CHANNELS_FIRST");
    }

    private readonly struct Maker(WindowRule rule, int batchRank) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Impl<T>(rule, batchRank);
    }

    private sealed class Impl<T>(WindowRule rule, int batchRank) : ConvKernel<T, Simd.Identity>(rule)
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor filter) = (s.Input(0), s.Input(1));
            s.Require(x.Shape.Rank == batchRank + Rule.SpatialRank + 1, $"convolution input must have {batchRank} batch and {Rule.SpatialRank} spatial dimensions: {x.Shape}");
            s.Require(filter.Shape.Rank == Rule.Rank, $"convolution filter must be {Rule.Rank}-dimensional: {filter.Shape}");
            ReadOnlySpan<long> sizes = x.Shape.Dimensions;
            Span<long> input = stackalloc long[Rule.Rank];
            sizes[batchRank..].CopyTo(input[1..]);
            input[0] = 1;
            foreach (long size in sizes[..batchRank]) input[0] = checked(input[0] * size);
            s.Require(filter.Shape[Rule.SpatialRank] == x.Shape[-1], $"input and filter must have the same depth: {x.Shape[-1]} vs {filter.Shape[Rule.SpatialRank]}");
            ConvShape shape = ConvSizes.Of(s, Rule, input, filter.Shape.Dimensions);
            Span<long> merged = stackalloc long[Rule.Rank];
            Rule.OutputSizes(shape.Windows, shape.OutputChannels, merged);
            Convolve(s, shape, x.Elements<T>(), s.Output(0, [.. sizes[..batchRank], .. merged[1..]]));
        }
    }
}
