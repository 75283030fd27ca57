using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The sum over all dimensions but the channels: the last, or with NCHW the second.</summary>
/// <remarks>Source: bias_op.cc; gradient: nn_grad.py.</remarks>
internal sealed class BiasAddGrad : Op
{
    public override OpDefinition Definition { get; } = "BiasAddGrad(out_backprop: T) -> output: T; T: {float, double, int32, uint8, int16, int8, complex64, "
        + "int64, qint8, quint8, qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}; data_format: {\"NHWC\", \"NCHW\"} = \"NHWC\"";

    public override void InferShapes(ShapeContext c)
    {
        bool channelsFirst = c.Attributes.GetString("data_format") == "NCHW";
        Shape x = c.WithRankAtLeast(0, channelsFirst ? 3 : 2);
        c.Output(0, Shape.Of(x.HasRank ? x[channelsFirst ? 1 : -1] : -1));
    }

    /// <remarks>What flows in is added to each place its sum came from: a bias added to zeros.</remarks>
    public override void Gradient(GradientContext g) =>
        g.Flow(0, BiasAdd.Build(g.Graph.ZerosLike(g.Input(0)), g.Outgoing(0), g.Operation.Attributes.GetString("data_format")));

    public override Kernel CreateKernel(KernelRequest r) => r.ForType(ElementTypes.Numbers, new Maker(r.String("data_format") == "NCHW"));

    public static Output Build(Output x, string dataFormat) =>
        x.Operation.Graph.AddOperation("BiasAddGrad", [x], new Dictionary<string, object> { ["data_format"] = dataFormat })[0];

    private readonly struct Maker(bool channelsFirst) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Sum<T>(channelsFirst);
    }

    private sealed class Sum<T>(bool channelsFirst) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            int rank = x.Shape.Rank;
            s.Require(rank >= 2, $"Input tensor must be at least 2D: {x.Shape}");
            int channel = channelsFirst ? 1 : rank - 1;
            Span<bool> reduced = stackalloc bool[rank];
            reduced.Fill(true);
            reduced[channel] = false;
            Span<T> sums = s.Output(0, x.Shape[channel]).Elements<T>();
            if (x.ElementCount == 0) sums.Clear();
            else Reduce.Run<T, SumOf>(ReducePlan.Create(x.Shape.Dimensions, reduced), x.Elements<T>(), sums);
        }
    }
}
