using Weir.Definitions;
using Weir.Graphs;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>x + y, the older form: it joins strings too.</summary>
internal sealed class AddOp : Op, IElementwiseOp
{
    private static readonly ElementTypes Types = ElementTypes.FloatsAndComplex | ElementTypes.SignedIntegers | new ElementTypes(DType.UInt8);

    public override OpDefinition Definition { get; } =
        "Add(x: T, y: T) -> z: T; T: {bfloat16, half, float, double, uint8, int8, int16, int32, int64, complex64, complex128, string}";

    public override void InferShapes(ShapeContext c) => c.Output(0, BroadcastShapes.Infer(c, c.Input(0), c.Input(1)));

    public override void Gradient(GradientContext g) => g.FlowBroadcast(g.Outgoing(0), g.Outgoing(0));

    public ElementwiseStep? FloatStep(AttributeList attributes) => ElementwiseStep.Binary<Add>();

    public override Kernel CreateKernel(KernelRequest r) => r.Type("T") == DType.String ? new Join() : r.ForType(Types, default(Maker));

    private readonly struct Maker : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new BinaryKernel<T, Add>();
    }

    private sealed class Join : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor x, Tensor y) = (s.Input(0), s.Input(1));
            (byte[][] left, byte[][] right) = (x.Strings, y.Strings);
            byte[][] z = BroadcastShapes.Output(s, x, y, inPlace: false, out BroadcastPlan plan).Strings;
            (int stepX, int stepY, _) = plan.InnerSteps;
            for (int i = 0; i < z.Length; i++)
            {
                (long row, long column) = Math.DivRem(i, plan.InnerLength);
                (long atX, long atY, _) = plan.Offsets(row);
                z[i] = [.. left[atX + (column * stepX)], .. right[atY + (column * stepY)]];
            }
        }
    }
}
