using System.Numerics;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>The mean over some dimensions. That of integers is the sum, which does not wrap below 64 bits, divided toward zero.</summary>
/// <remarks>Of nothing: NaN, or 0 of integers and complex numbers. Source: reduction_ops_mean.cc.</remarks>
internal sealed class Mean : Op
{
    public override OpDefinition Definition { get; } = "Mean(input: T, reduction_indices: Tidx) -> output: T; keep_dims: bool = false; T: {float, double, int32, uint8, "
        + "int16, int8, complex64, int64, qint8, quint8, qint32, bfloat16, qint16, quint16, uint16, complex128, half, uint32, uint64}; Tidx: {int32, int64} = int32";

    public override void InferShapes(ShapeContext c) => ReductionAxes.Infer(c);

    public override void Gradient(GradientContext g)
    {
        Output results = BinaryMath.Maximum(Size.Build(g.Output(0), DType.Int64), g.Graph.Const(1, DType.Int64));
        Output count = IntegerMath.FloorDiv(Size.Build(g.Input(0), DType.Int64), results);
        g.Flow(0, Reductions.Spread(g) / CastOp.Build(count, g.Outgoing(0).DType));
    }

    public static Output Build(Output x, Output axes, bool keepDims) =>
        x.Operation.Graph.AddOperation("Mean", [x, axes], new Dictionary<string, object> { ["keep_dims"] = keepDims })[0];

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tidx");
        bool keepDims = r.Bool("keep_dims");
        return r.Type("T").IsInteger() ? r.ForInteger(new IntegerMaker(keepDims)) : r.ForNumber(ElementTypes.FloatsAndComplex, new Maker(keepDims));
    }

    private readonly struct IntegerMaker(bool keepDims) : IIntegerKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => new OfIntegers<T>(keepDims);
    }

    private readonly struct Maker(bool keepDims) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new OfFloats<T>(keepDims);
    }

    private sealed class OfFloats<T>(bool keepDims) : Kernel
        where T : unmanaged
    {
        private ShapePlan<ReducePlan>? last;

        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            ShapePlan<ReducePlan> plan = ReductionAxes.Plan(s, keepDims, ref last);
            Tensor y = s.Output(0, plan.Result);
            if (x.ElementCount == 0 && (typeof(T) == typeof(Complex64) || typeof(T) == typeof(Complex))) y.Clear();
            else if (y.ElementCount > 0) Reduce.Mean(plan.Plan, x.Elements<T>(), y.Elements<T>());
        }
    }

    private sealed class OfIntegers<T>(bool keepDims) : Kernel
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        private ShapePlan<ReducePlan>? last;

        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            ShapePlan<ReducePlan> plan = ReductionAxes.Plan(s, keepDims, ref last);
            Tensor y = s.Output(0, plan.Result);
            Reduce.MeanOfIntegers(plan.Plan, x.Elements<T>(), y.Elements<T>());
        }
    }
}
