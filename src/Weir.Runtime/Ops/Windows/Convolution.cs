using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Sums of products of an input's windows and a filter, in two or three dimensions. Two rows of the table.</summary>
/// <remarks>
/// Conv2D takes groups: the input's depth is a multiple of the filter's. Channels last only. Source: conv_ops.cc, conv_ops_3d.cc;
/// gradients: nn_grad.py.
/// </remarks>
internal sealed class Convolution(OpDefinition definition, int spatialRank) : Op
{
    public static readonly Op[] All =
    [
        new Convolution("Conv2D(input: T, filter: T) -> output: T; T: {half, bfloat16, float, double, int32}; strides: list(int); use_cudnn_on_gpu: bool = true; "
            + "padding: {\"SAME\", \"VALID\", \"EXPLICIT\"}; explicit_paddings: list(int) = []; data_format: {\"NHWC\", \"NCHW\"} = \"NHWC\"; "
            + "dilations: list(int) = [1, 1, 1, 1]", 2),
        new Convolution("Conv3D(input: T, filter: T) -> output: T; T: {half, bfloat16, float, double}; strides: list(int) >= 5; padding: {\"SAME\", \"VALID\"}; "
            + "data_format: {\"NDHWC\", \"NCDHW\"} = \"NDHWC\"; dilations: list(int) = [1, 1, 1, 1, 1]", 3),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => ConvSizes.Infer(c, WindowRule.Of(spatialRank == 3 ? Exchanged(c.Attributes) : c.Attributes, spatialRank));

    public override void Gradient(GradientContext g)
    {
        (Output x, Output filter, Output dy) = (g.Input(0), g.Input(1), g.Outgoing(0));
        g.Flow(0, ConvInputGradient.Build(g, spatialRank, ShapeOp.Build(x), filter, dy));
        g.Flow(1, ConvFilterGradient.Build(g, spatialRank, x, ShapeOp.Build(filter), dy));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        if (spatialRank == 2) r.Ignore("use_cudnn_on_gpu");
        WindowRule rule = WindowRule.Of(r, spatialRank);
        return r.ForType(spatialRank == 2 ? ElementTypes.Floats | new ElementTypes(DType.Int32) : ElementTypes.Floats, new Maker(ConvSizes.ForCpu(rule)));
    }

    /// <summary>A convolution with the attributes of the one whose gradient is asked for.</summary>
    public static Output Build(GradientContext g, int spatialRank, Output x, Output filter) => ConvSizes.Build(g, spatialRank == 2 ? "Conv2D" : "Conv3D", x, filter);

    /// <summary>TensorFlow's shape rule in three dimensions takes the dilations of rows and columns for each other; its kernel takes none.</summary>
    private static Graphs.AttributeList Exchanged(Graphs.AttributeList attributes)
    {
        long[] d = (long[])attributes.Get<long[]>("dilations").Clone();
        int row = WindowRule.IsChannelsFirst(attributes) ? 3 : 2;
        if (d.Length == 5) (d[row], d[row + 1]) = (d[row + 1], d[row]);
        return attributes.With("dilations", d);
    }

    private readonly struct Maker(WindowRule rule) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new ConvKernel<T, Simd.Identity>(rule);
    }
}
