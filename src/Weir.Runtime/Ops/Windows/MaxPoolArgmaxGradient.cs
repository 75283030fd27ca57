using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The gradient of <see cref="MaxPoolWithArgmax"/>: what flows in is added where the maxima were.</summary>
/// <remarks>Source: maxpooling_op.cc.</remarks>
internal sealed class MaxPoolArgmaxGradient : Op
{
    public override OpDefinition Definition { get; } = "MaxPoolGradWithArgmax(input: T, grad: T, argmax: Targmax) -> output: T; ksize: list(int) >= 4; "
        + "strides: list(int) >= 4; padding: {\"SAME\", \"VALID\"}; include_batch_in_index: bool = false; Targmax: {int32, int64}; "
        + "T: {float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, uint64}";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.WithRank(0, 4));

    public override Kernel CreateKernel(KernelRequest r)
    {
        if (r.Type("Targmax") != DType.Int64) throw r.NoKernel("T", "Targmax");
        return r.ForType(ElementTypes.Reals, new Maker(PoolRule.Of(r, 2, "MaxPoolingGradWithArgmaxOp"), r.Bool("include_batch_in_index")));
    }

    public static Output Build(GradientContext g, Output x, Output dy, Output argmax) => Pool.BuildLike(g, "MaxPoolGradWithArgmax", x, dy, argmax);

    private readonly struct Maker(PoolRule rule, bool withBatch) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Impl<T>(rule, withBatch);
    }

    private sealed class Impl<T>(PoolRule rule, bool withBatch) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor dy, Tensor argmax) = (s.Input(0), s.Input(1), s.Input(2));
            PoolSizes sizes = rule.Sizes(s, x.Shape.Dimensions);
            Span<long> output = stackalloc long[4];
            rule.OutputSizes(sizes, x.Shape.Dimensions, output);
            s.Require(dy.Shape.Dimensions.SequenceEqual(output), $"Expected grad shape to be {Shape.Of(output)}, but got {dy.Shape}");
            s.Require(argmax.Shape.Dimensions.SequenceEqual(output), $"Expected argmax shape to be {Shape.Of(output)}, but got {argmax.Shape}");
            int batch = sizes.Windows.Batch, count = checked((int)dy.ElementCount);
            int windows = batch == 0 ? 0 : count / batch, elements = batch == 0 ? 0 : (int)(x.ElementCount / batch);
            Span<int> positions = PositionMemory.Get(count);
            ReadOnlySpan<long> given = argmax.Elements<long>();
            for (int i = 0; i < count; i++)
            {
                int input = i / windows;
                long position = withBatch ? given[i] : given[i] + ((long)input * elements);
                s.Require(position / Math.Max(1, elements) == input && position >= 0, $"argmax {given[i]} is outside of input {input}, which has {elements} elements");
                positions[i] = (int)position;
            }

            Positions.Scatter<T>(batch, dy.Elements<T>(), positions, s.OutputLike(0, x).Elements<T>());
        }
    }
}
