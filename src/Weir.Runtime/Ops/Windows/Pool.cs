using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The greatest number or the mean of each window. Five rows of the table.</summary>
/// <remarks>
/// Channels last only. The maximum leaves NaN out and starts from the lowest finite number; the mean counts places in the input only.
/// Only maxima are taken across depth. Source: maxpooling_op.cc, avgpooling_op.cc, pooling_ops_3d.cc; gradients: nn_grad.py.
/// </remarks>
internal sealed class Pool(OpDefinition definition, int spatialRank, bool isMean, bool sizesAreInputs = false) : Op
{
    private const string Sizes2D = "ksize: list(int) >= 4; strides: list(int) >= 4; ";
    private const string Sizes3D = "ksize: list(int) >= 5; strides: list(int) >= 5; padding: {\"SAME\", \"VALID\"}; data_format: {\"NDHWC\", \"NCDHW\"} = \"NDHWC\"; ";
    private const string MaxTypes = "T: {half, bfloat16, float, double, int32, int64, uint8, int16, int8, uint16, qint8} = float; ";

    public static readonly Op[] All =
    [
        new Pool("AvgPool(value: T) -> output: T; " + Sizes2D + "padding: {\"SAME\", \"VALID\"}; data_format: {\"NHWC\", \"NCHW\"} = \"NHWC\"; "
            + "T: {half, bfloat16, float, double}", 2, isMean: true),
        new Pool("AvgPool3D(input: T) -> output: T; " + Sizes3D + "T: {half, bfloat16, float, double}", 3, isMean: true),
        new Pool("MaxPool(input: T) -> output: T; " + MaxTypes + Sizes2D + "padding: {\"SAME\", \"VALID\", \"EXPLICIT\"}; explicit_paddings: list(int) = []; "
            + "data_format: {\"NHWC\", \"NCHW\", \"NCHW_VECT_C\"} = \"NHWC\"", 2, isMean: false),
        new Pool("MaxPool3D(input: T) -> output: T; " + Sizes3D + "T: {half, bfloat16, float}", 3, isMean: false),
        new Pool("MaxPoolV2(input: T, ksize: int32, strides: int32) -> output: T; " + MaxTypes
            + "padding: {\"SAME\", \"VALID\"}; data_format: {\"NHWC\", \"NCHW\", \"NCHW_VECT_C\"} = \"NHWC\"", 2, isMean: false, sizesAreInputs: true),
    ];

    /// <summary>The types of three-dimensional pooling on a CPU.</summary>
    public static ElementTypes Types3D { get; } = new(DType.Float32, DType.BFloat16);

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        if (!sizesAreInputs)
        {
            PoolRule.Of(c.Attributes, spatialRank).Infer(c, acrossDepth: !isMean && spatialRank == 2);
            return;
        }

        Shape input = c.WithRank(0, 4);
        c.MergeSizes(c.WithRank(1, 1)[0], 4);
        c.MergeSizes(c.WithRank(2, 1)[0], 4);
        if (c.TryConstant(1, out long[] sizes) && c.TryConstant(2, out long[] strides))
            PoolRule.Of(c.Attributes.GetString("padding"), WindowRule.IsChannelsFirst(c.Attributes), sizes, strides).Infer(c, acrossDepth: true);
        else c.Output(0, Shape.Of(input[0], -1, -1, -1));
    }

    public override void Gradient(GradientContext g)
    {
        if (isMean) g.Flow(0, MeanPoolGradient.Build(g, spatialRank, ShapeOp.Build(g.Input(0)), g.Outgoing(0)));
        else if (sizesAreInputs) g.Flow(0, MaxPoolGradient.BuildV2(g, g.Input(0), g.Output(0), g.Outgoing(0), g.Input(1), g.Input(2)));
        else g.Flow(0, MaxPoolGradient.Build(g, spatialRank, g.Input(0), g.Output(0), g.Outgoing(0)));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        ElementTypes types = spatialRank == 3 ? Types3D : isMean ? ElementTypes.Floats : ElementTypes.Reals;
        string kernel = spatialRank == 3 ? "Pooling3DOp" : isMean ? "AvgPoolingOp" : "MaxPoolingOp";
        if (sizesAreInputs)
        {
            r.Ignore("padding", "data_format");
            return r.ForType(types, new MaxMaker(new PoolRuleSource(r.Attributes, kernel)));
        }

        PoolRule rule = PoolRule.Of(r, spatialRank, kernel);
        return isMean ? r.ForNumber(types, new MeanMaker(rule)) : r.ForType(types, new MaxMaker(new PoolRuleSource(rule)));
    }

    public static Output BuildMean(GradientContext g, int spatialRank, Output x) => BuildLike(g, spatialRank == 2 ? "AvgPool" : "AvgPool3D", x);

    /// <summary>Adds a pooling op to the graph with the attributes of the one whose gradient is asked for.</summary>
    public static Output BuildLike(GradientContext g, string op, params Output[] inputs) => g.Graph.AddOperation(
        op, inputs, g.Attributes("ksize", "strides", "padding", "explicit_paddings", "data_format", "include_batch_in_index"))[0];

    /// <summary>The kernel of maxima by a rule.</summary>
    public static Kernel Maxima<T>(PoolRule rule)
        where T : unmanaged => new Maximum<T>(new PoolRuleSource(rule));

    private readonly struct MaxMaker(PoolRuleSource source) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Maximum<T>(source);
    }

    private readonly struct MeanMaker(PoolRule rule) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Mean<T>(rule);
    }

    private sealed class Maximum<T>(PoolRuleSource source) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            PoolRule rule = source.Get(s, 1);
            PoolSizes sizes = rule.Sizes(s, x.Shape.Dimensions);
            Span<long> output = stackalloc long[rule.Rank];
            rule.OutputSizes(sizes, x.Shape.Dimensions, output);
            Pooling.Maximum<T>(sizes.Windows, sizes.Channels, x.Elements<T>(), s.Output(0, output).Elements<T>());
        }
    }

    private sealed class Mean<T>(PoolRule rule) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            PoolSizes sizes = rule.Sizes(s, x.Shape.Dimensions);
            if (sizes.IsAcrossDepth) throw new TfException(StatusCode.Unimplemented, "Non-spatial pooling is not yet supported.");
            Span<long> output = stackalloc long[rule.Rank];
            rule.OutputSizes(sizes, x.Shape.Dimensions, output);
            Pooling.Mean<T>(sizes.Windows, sizes.Channels, x.Elements<T>(), s.Output(0, output).Elements<T>());
        }
    }
}
