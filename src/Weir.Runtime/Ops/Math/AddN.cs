using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The sum of any number of tensors of one shape. Two rows of the table.</summary>
/// <remarks>TensorFlow makes AccumulateNV2 a variable that is added to; the values are the same. Source: aggregate_ops.cc.</remarks>
internal sealed class AddN(OpDefinition definition) : Op
{
    public static readonly Op[] All =
    [
        new AddN("AccumulateNV2(inputs: N * T) -> sum: T; N: int >= 1; T: {numbers}; shape: shape | commutative, aggregate"),
        new AddN("AddN(inputs: N * T) -> sum: T; N: int >= 1; T: {float, double, int32, uint8, int16, int8, complex64, "
        + "int64, qint8, quint8, qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64, variant} | commutative, aggregate"),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape shape = c.Input(0);
        for (int i = 1; i < c.InputCount; i++) shape = c.Merge(shape, c.Input(i));
        c.Output(0, shape);
    }

    public override void Gradient(GradientContext g)
    {
        for (int i = 0; i < g.Operation.InputEdges.Length; i++) g.Flow(i, g.Outgoing(0));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("N", "shape");
        return r.Type("T") == DType.Variant ? new OfVariants() : r.ForType(ElementTypes.Numbers, default(Maker));
    }

    public static Output Build(IReadOnlyList<Output> inputs) => inputs[0].Operation.Graph.AddOperation("AddN", inputs)[0];

    private readonly struct Maker : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Total<T>();
    }

    private sealed class OfVariants : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor sum = s.Input(0).Share();
            for (int i = 1; i < s.InputCount; i++)
            {
                using Tensor before = sum;
                sum = VariantMath.Add(before, s.Input(i));
            }

            s.SetOutput(0, sum);
        }
    }

    private sealed class Total<T> : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            Tensor first = s.Input(0);
            for (int i = 1; i < s.InputCount; i++)
            {
                s.Require(s.Input(i).Shape.Equals(first.Shape), $"Inputs to operation {s.NodeName} of type AddN must have the same size and shape.  "
                    + $"Input 0: {first.Shape} != input {i}: {s.Input(i).Shape}");
            }

            if (s.InputCount == 1)
            {
                s.Forward(0, 0);
                return;
            }

            // In place only over an input that is not needed again: an edge may come more than once.
            ReadOnlySpan<T> x = first.Elements<T>();
            Span<T> sum = s.InputCount == 2 ? s.OutputOver(0, 0).Elements<T>() : s.OutputLike(0, first).Elements<T>();
            Elementwise.Binary<T, Add>(x, s.Input(1).Elements<T>(), sum);
            for (int i = 2; i < s.InputCount; i++) Elementwise.Binary<T, Add>(sum, s.Input(i).Elements<T>(), sum);
        }
    }
}
