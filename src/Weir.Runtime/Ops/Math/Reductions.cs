using System.Runtime.CompilerServices;
using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Reductions over some dimensions: a row per op over one driver.</summary>
/// <remarks>Source: reduction_ops_common.h; gradients: math_grad.py.</remarks>
internal static class Reductions
{
    private const string Numbers = "{float, double, int32, uint8, int16, int8, complex64, int64, qint8, quint8, qint32, bfloat16, qint16, quint16, uint16, "
        + "complex128, half, uint32, uint64}";

    private const string Ordered = "{float, double, int32, uint8, int16, int8, int64, bfloat16, uint16, half, uint32, uint64, qint8, quint8, qint32, qint16, quint16}";
    private const string Axes = "Tidx: {int32, int64} = int32";

    public static readonly Op[] All =
    [
        new BooleanReduction<AllOf>($"All(input: bool, reduction_indices: Tidx) -> output: bool; keep_dims: bool = false; {Axes}"),
        new BooleanReduction<AnyOf>($"Any(input: bool, reduction_indices: Tidx) -> output: bool; keep_dims: bool = false; {Axes}"),
        new Reduction<MaximumOf>($"Max(input: T, reduction_indices: Tidx) -> output: T; keep_dims: bool = false; T: {Ordered}; {Axes}", ElementTypes.Reals, FlowToExtremes),
        new Reduction<MinimumOf>($"Min(input: T, reduction_indices: Tidx) -> output: T; keep_dims: bool = false; T: {Ordered}; {Axes}", ElementTypes.Reals, FlowToExtremes),
        new Reduction<ProductOf>(
            $"Prod(input: T, reduction_indices: Tidx) -> output: T; keep_dims: bool = false; T: {Numbers}; {Axes}", ElementTypes.Numbers, ProductGradient.Flow),
        new Reduction<SumOf>(
            $"Sum(input: T, reduction_indices: Tidx) -> output: T; keep_dims: bool = false; T: {Numbers}; {Axes}", ElementTypes.Numbers, g => g.Flow(0, Spread(g))),
    ];

    public static Output Sum(Output x, Output axes, bool keepDims = false) => Build("Sum", x, axes, keepDims);

    public static Output Prod(Output x, Output axes) => Build("Prod", x, axes, keepDims: false);

    /// <summary>The incoming gradient of a reduction, repeated over what was reduced.</summary>
    public static Output Spread(GradientContext g)
    {
        Output sizes = ShapeOp.Build(g.Input(0));
        return BroadcastTo.Build(Reshape.Build(g.Outgoing(0), ReductionAxes.KeptShape(sizes, g.Input(1))), sizes);
    }

    // Shared equally among ties.
    private static void FlowToExtremes(GradientContext g)
    {
        Output kept = ReductionAxes.KeptShape(ShapeOp.Build(g.Input(0)), g.Input(1));
        Output gradient = Reshape.Build(g.Outgoing(0), kept);
        Output chosen = CastOp.Build(Comparisons.Equal(Reshape.Build(g.Output(0), kept), g.Input(0)), gradient.DType);
        Output ties = Reshape.Build(Sum(chosen, g.Input(1)), kept);
        g.Flow(0, chosen / ties * gradient);
    }

    private static Output Build(string op, Output x, Output axes, bool keepDims) =>
        x.Operation.Graph.AddOperation(op, [x, axes], new Dictionary<string, object> { ["keep_dims"] = keepDims })[0];

    private sealed class Reduction<TReduction>(OpDefinition definition, ElementTypes types, Action<GradientContext> gradient) : Op
        where TReduction : struct, IReduction
    {
        public override OpDefinition Definition => definition;

        public override void InferShapes(ShapeContext c) => ReductionAxes.Infer(c);

        public override void Gradient(GradientContext g) => gradient(g);

        public override Kernel CreateKernel(KernelRequest r)
        {
            r.Ignore("Tidx");
            return r.ForType(types, new Maker(r.Bool("keep_dims")));
        }

        private readonly struct Maker(bool keepDims) : IKernelMaker
        {
            public Kernel Make<T>() where T : unmanaged => new ReductionKernel<T, TReduction>(keepDims);
        }
    }

    private sealed class BooleanReduction<TReduction>(OpDefinition definition) : Op
        where TReduction : struct, IReduction
    {
        public override OpDefinition Definition => definition;

        public override void InferShapes(ShapeContext c) => ReductionAxes.Infer(c);

        public override void Gradient(GradientContext g)
        {
        }

        public override Kernel CreateKernel(KernelRequest r)
        {
            r.Ignore("Tidx");
            return new ReductionKernel<bool, TReduction>(r.Bool("keep_dims"));
        }
    }

    private sealed class ReductionKernel<T, TReduction>(bool keepDims) : Kernel
        where T : unmanaged
        where TReduction : struct, IReduction
    {
        private ShapePlan<ReducePlan>? last;

        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            ShapePlan<ReducePlan> plan = ReductionAxes.Plan(s, keepDims, ref last);
            Tensor y = s.Output(0, plan.Result);
            if (plan.Plan.Reduced == 0) y.Elements<T>().Fill(Nothing());
            else Reduce.Run<T, TReduction>(plan.Plan, x.Elements<T>(), y.Elements<T>());
        }

        /// <summary>What a reduction of no element gives.</summary>
        private static T Nothing() => typeof(T) == typeof(Half) ? Unsafe.BitCast<Half, T>((Half)TReduction.Initial<float>())
            : typeof(T) == typeof(BFloat16) ? Unsafe.BitCast<BFloat16, T>((BFloat16)TReduction.Initial<float>()) : TReduction.Initial<T>();
    }
}
