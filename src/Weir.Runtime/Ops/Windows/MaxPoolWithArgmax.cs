using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The greatest number of each window and where it is: ((y * width) + x) * channels + c, with the batch before that if asked.</summary>
/// <remarks>A NaN that comes first in a window wins, others are passed over. Source: maxpooling_op.cc; gradient: nn_grad.py.</remarks>
internal sealed class MaxPoolWithArgmax : Op
{
    public override OpDefinition Definition { get; } = "MaxPoolWithArgmax(input: T) -> output: T, argmax: Targmax; ksize: list(int) >= 4; strides: list(int) >= 4; "
        + "Targmax: {int32, int64} = int64; padding: {\"SAME\", \"VALID\"}; include_batch_in_index: bool = false; "
        + "T: {float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, uint64}";

    public override void InferShapes(ShapeContext c)
    {
        PoolRule.Of(c.Attributes, 2).Infer(c, acrossDepth: true);
        c.Output(1, c.Operation.OutputShapes[0]);
    }

    public override void Gradient(GradientContext g) => g.Flow(0, MaxPoolArgmaxGradient.Build(g, g.Input(0), g.Outgoing(0), g.Output(1)));

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Targmax");
        return r.ForType(ElementTypes.Reals, new Maker(PoolRule.Of(r, 2, "MaxPoolingWithArgmaxOp"), r.Bool("include_batch_in_index")));
    }

    private readonly struct Maker(PoolRule rule, bool withBatch) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Impl<T>(rule, withBatch);
    }

    private sealed class Impl<T>(PoolRule rule, bool withBatch) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            PoolSizes sizes = rule.Sizes(s, x.Shape.Dimensions);
            if (sizes.IsAcrossDepth) throw new TfException(StatusCode.Unimplemented, "MaxPoolingWithArgmax is not yet supported on the depth dimension.");
            Span<long> output = stackalloc long[4];
            rule.OutputSizes(sizes, x.Shape.Dimensions, output);
            Span<T> values = s.Output(0, output).Elements<T>();
            Tensor argmax = s.Output(1, output);
            Span<int> positions = PositionMemory.Get(values.Length);
            ReadOnlySpan<T> elements = x.Elements<T>();
            Positions.OfMaximum(sizes.Windows, sizes.Channels, elements, positions);
            int perInput = withBatch || sizes.Windows.Batch == 0 ? int.MaxValue : (int)(x.ElementCount / sizes.Windows.Batch);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = elements[positions[i]];
                positions[i] %= perInput;
            }

            if (argmax.DType == DType.Int32) positions.CopyTo(argmax.Elements<int>());
            else Widen(positions, argmax.Elements<long>());
        }

        private static void Widen(ReadOnlySpan<int> positions, Span<long> argmax)
        {
            for (int i = 0; i < argmax.Length; i++) argmax[i] = positions[i];
        }
    }
}
