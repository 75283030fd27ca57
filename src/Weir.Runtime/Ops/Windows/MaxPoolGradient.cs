using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The gradient of a maximum over windows, which flows to the first of the greatest, and the gradient of that. Six rows of the table.</summary>
/// <remarks>Source: maxpooling_op.cc, pooling_ops_3d.cc; gradients: nn_grad.py.</remarks>
internal sealed class MaxPoolGradient(OpDefinition definition, int spatialRank, bool isSecond, bool sizesAreInputs = false) : Op
{
    private const string Types = "T: {float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, uint64}";
    private const string Sizes3D = "ksize: list(int) >= 5; strides: list(int) >= 5; padding: {\"SAME\", \"VALID\"}; data_format: {\"NDHWC\", \"NCDHW\"} = \"NDHWC\"; ";
    private const string Format = "padding: {\"SAME\", \"VALID\"}; data_format: {\"NHWC\", \"NCHW\"} = \"NHWC\"; ";

    public static readonly Op[] All =
    [
        new MaxPoolGradient("MaxPool3DGrad(orig_input: TInput, orig_output: TInput, grad: T) -> output: T; " + Sizes3D
            + "T: {half, bfloat16, float} = float; TInput: {half, bfloat16, float} = float", 3, isSecond: false),
        new MaxPoolGradient("MaxPool3DGradGrad(orig_input: T, orig_output: T, grad: T) -> output: T; " + Sizes3D + Types, 3, isSecond: true),
        new MaxPoolGradient("MaxPoolGrad(orig_input: T, orig_output: T, grad: T) -> output: T; ksize: list(int) >= 4; strides: list(int) >= 4; "
            + "padding: {\"SAME\", \"VALID\", \"EXPLICIT\"}; explicit_paddings: list(int) = []; data_format: {\"NHWC\", \"NCHW\"} = \"NHWC\"; " + Types + " = float", 2, isSecond: false),
        new MaxPoolGradient("MaxPoolGradGrad(orig_input: T, orig_output: T, grad: T) -> output: T; ksize: list(int) >= 4; strides: list(int) >= 4; " + Format + Types, 2, isSecond: true),
        new MaxPoolGradient("MaxPoolGradGradV2(orig_input: T, orig_output: T, grad: T, ksize: int32, strides: int32) -> output: T; " + Format + Types, 2, isSecond: true, sizesAreInputs: true),
        new MaxPoolGradient("MaxPoolGradV2(orig_input: T, orig_output: T, grad: T, ksize: int32, strides: int32) -> output: T; " + Format + Types + " = float", 2, isSecond: false, sizesAreInputs: true),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        int rank = spatialRank + 2;
        Shape input = c.WithRank(0, rank), output = c.WithRank(1, rank), gradient = c.WithRank(2, rank);
        c.Output(0, isSecond ? c.Merge(output, Shape.OfRank(rank)) : c.Merge(input, Shape.OfRank(rank)));
        if (isSecond) c.Merge(input, gradient);
        else c.Merge(output, gradient);
    }

    public override void Gradient(GradientContext g)
    {
        if (isSecond && sizesAreInputs)
        {
            base.Gradient(g);
            return;
        }

        (Output x, Output y, Output dy) = (g.Input(0), g.Input(1), g.Outgoing(0));
        g.Flow(0, g.Graph.ZerosLike(x));
        g.Flow(1, g.Graph.ZerosLike(y));
        string name = (spatialRank, isSecond, sizesAreInputs) switch
        {
            (3, false, _) => "MaxPool3DGradGrad",
            (3, true, _) => "MaxPool3DGrad",
            (_, false, false) => "MaxPoolGradGrad",
            (_, true, false) => "MaxPoolGrad",
            _ => "MaxPoolGradGradV2",
        };
        g.Flow(2, sizesAreInputs ? Pool.BuildLike(g, name, x, y, dy, g.Input(3), g.Input(4)) : Pool.BuildLike(g, name, x, y, dy));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        ElementTypes types = spatialRank == 3 ? Pool.Types3D : ElementTypes.Reals;
        string kernel = isSecond ? "MaxPoolingGradGradOp" : "MaxPoolingGradOp";
        if (!sizesAreInputs) return r.ForType(types, new Maker(new PoolRuleSource(PoolRule.Of(Seen(r), spatialRank, kernel)), isSecond));
        r.Ignore("padding", "data_format");
        return r.ForType(types, new Maker(new PoolRuleSource(r.Attributes, kernel), isSecond));
    }

    public static Output Build(GradientContext g, int spatialRank, Output x, Output y, Output dy) =>
        Pool.BuildLike(g, spatialRank == 2 ? "MaxPoolGrad" : "MaxPool3DGrad", x, y, dy);

    public static Output BuildV2(GradientContext g, Output x, Output y, Output dy, Output sizes, Output strides) =>
        Pool.BuildLike(g, "MaxPoolGradV2", x, y, dy, sizes, strides);

    private KernelRequest Seen(KernelRequest r)
    {
        if (spatialRank == 3 && !isSecond && r.Type("TInput") != r.Type("T")) throw r.NoKernel("T", "TInput");
        return r;
    }

    private readonly struct Maker(PoolRuleSource source, bool isSecond) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Impl<T>(source, isSecond);
    }

    private sealed class Impl<T>(PoolRuleSource source, bool isSecond) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor y, Tensor dy) = (s.Input(0), s.Input(1), s.Input(2));
            PoolRule rule = source.Get(s, 3);
            PoolSizes sizes = rule.Sizes(s, x.Shape.Dimensions);
            if (sizes.IsAcrossDepth) throw new TfException(StatusCode.Unimplemented, "MaxPoolingGrad is not yet supported on the depth dimension.");
            Span<long> output = stackalloc long[rule.Rank];
            rule.OutputSizes(sizes, x.Shape.Dimensions, output);
            s.Require(y.Shape.Dimensions.SequenceEqual(output), $"Expected orig_output shape to be {Shape.Of(output)}, but got {y.Shape}");
            Shape expected = isSecond ? x.Shape : y.Shape;
            s.Require(dy.Shape.Equals(expected), $"Expected grad shape to be {expected}, but got {dy.Shape}");
            Span<int> positions = PositionMemory.Get(y.ElementCount);
            if (isSecond)
            {
                Positions.OfEqual<T>(sizes.Windows, sizes.Channels, x.Elements<T>(), y.Elements<T>(), positions);
                Gather(dy.Elements<T>(), positions, s.Output(0, output).Elements<T>());
                return;
            }

            Positions.OfMaximum<T>(sizes.Windows, sizes.Channels, x.Elements<T>(), positions);
            Positions.Scatter<T>(sizes.Windows.Batch, dy.Elements<T>(), positions, s.OutputLike(0, x).Elements<T>());
        }

        private static void Gather(ReadOnlySpan<T> values, ReadOnlySpan<int> positions, Span<T> results)
        {
            for (int i = 0; i < results.Length; i++) results[i] = positions[i] < 0 ? default : values[positions[i]];
        }
    }
}
