using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The gradient of a mean over windows: each is shared among the places of its window. Two rows of the table.</summary>
/// <remarks>In two dimensions there may be more or fewer gradients than windows fit: those past the input have no places. Source: avgpooling_op.cc, pooling_ops_3d.cc; gradient: nn_grad.py.</remarks>
internal sealed class MeanPoolGradient(OpDefinition definition, int spatialRank) : Op
{
    public static readonly Op[] All =
    [
        new MeanPoolGradient("AvgPool3DGrad(orig_input_shape: int32, grad: T) -> output: T; ksize: list(int) >= 5; strides: list(int) >= 5; "
            + "padding: {\"SAME\", \"VALID\"}; data_format: {\"NDHWC\", \"NCDHW\"} = \"NDHWC\"; T: {half, bfloat16, float, double}", 3),
        new MeanPoolGradient("AvgPoolGrad(orig_input_shape: int32, grad: T) -> output: T; ksize: list(int) >= 4; strides: list(int) >= 4; "
            + "padding: {\"SAME\", \"VALID\"}; data_format: {\"NHWC\", \"NCHW\"} = \"NHWC\"; T: {half, bfloat16, float, double}", 2),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape sizes = c.ShapeFrom(0);
        c.Require(!sizes.HasRank || sizes.Rank == spatialRank + 2, $"Shape must be rank {spatialRank + 2} but is rank {sizes.Rank}");
        c.Output(0, sizes.HasRank ? sizes : Shape.OfRank(spatialRank + 2));
    }

    public override void Gradient(GradientContext g) => g.Flow(1, Pool.BuildMean(g, spatialRank, g.Outgoing(0)));

    public override Kernel CreateKernel(KernelRequest r)
    {
        PoolRule rule = PoolRule.Of(r, spatialRank, spatialRank == 3 ? "AvgPooling3dGradOp" : "AvgPoolingGradOp");
        return r.ForNumber(spatialRank == 3 ? Pool.Types3D : ElementTypes.Floats, new Maker(rule));
    }

    public static Output Build(GradientContext g, int spatialRank, Output sizes, Output dy) => Pool.BuildLike(g, spatialRank == 2 ? "AvgPoolGrad" : "AvgPool3DGrad", sizes, dy);

    private readonly struct Maker(PoolRule rule) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Impl<T>(rule);
    }

    private sealed class Impl<T>(PoolRule rule) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor given, Tensor dy) = (s.Input(0), s.Input(1));
            s.Require(given.Shape.Rank == 1 && given.ElementCount == rule.Rank, $"out_backprop must be 1-dimensional and {rule.Rank} elements");
            s.Require(dy.Shape.Rank == rule.Rank, $"out_backprop must be {rule.Rank}-dimensional");
            Span<long> input = stackalloc long[rule.Rank];
            given.Integers(input);
            PoolSizes sizes = rule.Sizes(s, input);
            if (sizes.IsAcrossDepth) throw new TfException(StatusCode.Unimplemented, "Non-spatial pooling is not yet supported.");
            Span<long> output = stackalloc long[rule.Rank];
            rule.OutputSizes(sizes, input, output);
            bool fits = dy.Shape[0] == output[0] && dy.Shape[-1] == output[^1];
            s.Require(fits && (rule.Rank == 4 || dy.Shape.Dimensions.SequenceEqual(output)), $"Expected grad shape to be {Shape.Of(output)}, but got {dy.Shape}");
            sizes = rule.WithCounts(s, sizes, dy.Shape.Dimensions);
            Pooling.MeanGradient<T>(sizes.Windows, sizes.Channels, dy.Elements<T>(), s.Output(0, input).Elements<T>());
        }
    }
}
