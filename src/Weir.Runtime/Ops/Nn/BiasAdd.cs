using Weir.Definitions;
using Weir.Graphs;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Adds a vector along the channels: the last dimension, or with NCHW the second. BiasAddV1 knows the last only. Two rows of the table.</summary>
/// <remarks>With NCHW the kernel takes rank 2, the shape rule does not. Source: bias_op.cc; gradients: nn_grad.py.</remarks>
internal sealed class BiasAdd(OpDefinition definition, bool hasFormat) : Op, IElementwiseOp
{
    private const string Types = "{float, double, int32, uint8, int16, int8, complex64, "
        + "int64, qint8, quint8, qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}";

    public static readonly Op[] All =
    [
        new BiasAdd($"BiasAdd(value: T, bias: T) -> output: T; T: {Types}; data_format: {{\"NHWC\", \"NCHW\"}} = \"NHWC\"", hasFormat: true),
        new BiasAdd($"BiasAddV1(value: T, bias: T) -> output: T; T: {Types}", hasFormat: false),
    ];

    public override OpDefinition Definition => definition;

    public bool TakesBias => true;

    public override void InferShapes(ShapeContext c)
    {
        bool channelsFirst = hasFormat && c.Attributes.GetString("data_format") == "NCHW";
        Shape value = c.WithRankAtLeast(0, channelsFirst ? 3 : 2);
        Shape bias = c.WithRank(1, 1);
        if (!value.HasRank)
        {
            c.Output(0, Shape.Unknown);
            return;
        }

        int channel = channelsFirst ? 1 : value.Rank - 1;
        long[] sizes = value.Dimensions.ToArray();
        sizes[channel] = c.MergeSizes(sizes[channel], bias[0]);
        c.Output(0, Shape.Of(sizes));
    }

    public override void Gradient(GradientContext g)
    {
        g.Flow(0, g.Outgoing(0));
        g.Flow(1, BiasAddGrad.Build(g.Outgoing(0), hasFormat ? g.Operation.Attributes.GetString("data_format") : "NHWC"));
    }

    public ElementwiseStep? FloatStep(AttributeList attributes) =>
        hasFormat && attributes.GetString("data_format") == "NCHW" ? null : ElementwiseStep.Binary<Add>();

    public override Kernel CreateKernel(KernelRequest r) => r.ForType(ElementTypes.Numbers, new Maker(hasFormat && r.String("data_format") == "NCHW"));

    public static Output Build(Output value, Output bias, string dataFormat) =>
        value.Operation.Graph.AddOperation("BiasAdd", [value, bias], new Dictionary<string, object> { ["data_format"] = dataFormat })[0];

    private readonly struct Maker(bool channelsFirst) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Sum<T>(channelsFirst);
    }

    private sealed class Sum<T>(bool channelsFirst) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor value, Tensor bias) = (s.Input(0), s.Input(1));
            int rank = value.Shape.Rank;
            s.Require(rank >= 2, $"Input tensor must be at least 2D: {value.Shape}");
            s.Require(bias.Shape.Rank == 1, $"Biases must be 1D: {bias.Shape}");
            int channel = channelsFirst ? 1 : rank - 1;
            s.Require(bias.Shape[0] == value.Shape[channel],
                $"Must provide as many biases as the last dimension of the input tensor: {bias.Shape} vs. {value.Shape}");
            Span<long> along = stackalloc long[rank - channel];
            along.Fill(1);
            along[0] = bias.Shape[0];
            BroadcastPlan.TryCreate(value.Shape.Dimensions, along, out BroadcastPlan plan);
            ReadOnlySpan<T> x = value.Elements<T>();
            Elementwise.Binary<T, Add>(plan, x, bias.Elements<T>(), s.OutputOver(0, 0).Elements<T>());
        }
    }
}
