using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Gives gradients to accumulators and takes them: a row per op.</summary>
/// <remarks>Source: conditional_accumulator_base_op.h, conditional_accumulator_op.cc, sparse_conditional_accumulator_op.cc, data_flow_ops.cc.</remarks>
internal sealed class AccumulatorOps(string definition, OpEffect effect, Func<KernelRequest, Kernel> create) : Op
{
    private const string Dtype = "; dtype: {numbers}";

    public static readonly Op[] All =
    [
        new AccumulatorOps("AccumulatorApplyGradient(handle: Ref(string), local_step: int64, gradient: dtype)" + Dtype, OpEffect.Writes, r => new Apply(r.Type("dtype"))),
        new AccumulatorOps("AccumulatorNumAccumulated(handle: Ref(string)) -> num_accumulated: int32", OpEffect.Observes, _ => new Accumulated()),
        new AccumulatorOps("AccumulatorSetGlobalStep(handle: Ref(string), new_global_step: int64)", OpEffect.Writes, _ => new SetStep()),
        new AccumulatorOps("AccumulatorTakeGradient(handle: Ref(string), num_required: int32) -> average: dtype" + Dtype, OpEffect.Writes, r => new Take(r.Type("dtype"))),
        new AccumulatorOps("ResourceAccumulatorApplyGradient(handle: resource, local_step: int64, gradient: dtype)" + Dtype + " | stateful", OpEffect.Writes, r => new Apply(r.Type("dtype"))),
        new AccumulatorOps("ResourceAccumulatorNumAccumulated(handle: resource) -> num_accumulated: int32 | stateful", OpEffect.Observes, _ => new Accumulated()),
        new AccumulatorOps("ResourceAccumulatorSetGlobalStep(handle: resource, new_global_step: int64) | stateful", OpEffect.Writes, _ => new SetStep()),
        new AccumulatorOps("ResourceAccumulatorTakeGradient(handle: resource, num_required: int32) -> average: dtype" + Dtype + " | stateful", OpEffect.Writes, r => new Take(r.Type("dtype"))),
        new AccumulatorOps("SparseAccumulatorApplyGradient(handle: Ref(string), local_step: int64, gradient_indices: int64, gradient_values: dtype, gradient_shape: int64)" + Dtype
            + "; has_known_shape: bool", OpEffect.Writes, r => new ApplySparse(r.Type("dtype"), r.Bool("has_known_shape"))),
        new AccumulatorOps("SparseAccumulatorTakeGradient(handle: Ref(string), num_required: int32) -> indices: int64, values: dtype, shape: int64" + Dtype, OpEffect.Writes,
            r => new TakeSparse(r.Type("dtype"))),
    ];

    public override OpDefinition Definition { get; } = definition;

    public override OpEffect Effect => effect;

    public override void InferShapes(ShapeContext c)
    {
        if (c.InputCount > 1) c.WithRank(1, 0);
        else c.Output(0, Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r) => create(r);

    private static long LocalStep(StepContext s)
    {
        s.Require(s.Input(1).Shape.Rank == 0, $"Argument local_step must be scalar, but had bad shape {s.Input(1).Shape}");
        return s.Input(1).Elements<long>()[0];
    }

    private static T Accumulator<T>(StepContext s, DType dtype)
        where T : ConditionalAccumulator
    {
        T accumulator = s.Resource<T>(0);
        s.Require(accumulator.DType == dtype, $"Signature mismatch: the accumulator is of {accumulator.DType.TfName()}, {s.NodeName} of {dtype.TfName()}.");
        return accumulator;
    }

    private static ValueTask<object?> TakeAsync(StepContext s, ConditionalAccumulator accumulator)
    {
        s.Require(s.Input(1).Shape.Rank == 0, $"Argument num_required must be scalar, but had bad shape {s.Input(1).Shape}");
        int required = s.Input(1).Elements<int>()[0];
        s.Require(required > 0, $"Argument num_required must be positive, but was {required}");
        return accumulator.TakeAsync(required, s.Cancellation);
    }

    private sealed class Apply(DType dtype) : Kernel
    {
        public override void Run(StepContext s) => Accumulator<DenseAccumulator>(s, dtype).Apply(LocalStep(s), s.Input(2));
    }

    private sealed class ApplySparse(DType dtype, bool hasShape) : Kernel
    {
        public override void Run(StepContext s) => Accumulator<SparseAccumulator>(s, dtype).Apply(LocalStep(s), s.Input(2), s.Input(3), hasShape ? s.Input(4) : null);
    }

    private sealed class Accumulated : Kernel
    {
        public override void Run(StepContext s) => s.Output(0).Elements<int>()[0] = s.Resource<ConditionalAccumulator>(0).AccumulatedCount;
    }

    private sealed class SetStep : Kernel
    {
        public override void Run(StepContext s)
        {
            s.Require(s.Input(1).Shape.Rank == 0, $"Argument new_global_step must be scalar, but had bad shape {s.Input(1).Shape}");
            s.Resource<ConditionalAccumulator>(0).SetStep(s.Input(1).Elements<long>()[0]);
        }
    }

    private sealed class Take(DType dtype) : PendingKernel
    {
        public override ValueTask<object?> WaitAsync(StepContext s) => TakeAsync(s, Accumulator<DenseAccumulator>(s, dtype));

        public override void Finish(StepContext s, object? result) => s.SetOutput(0, (Tensor)result!);

        public override void Abandon(StepContext s, object? result) => ((Tensor)result!).Dispose();
    }

    private sealed class TakeSparse(DType dtype) : PendingKernel
    {
        public override ValueTask<object?> WaitAsync(StepContext s) => TakeAsync(s, Accumulator<SparseAccumulator>(s, dtype));

        public override void Finish(StepContext s, object? result)
        {
            SparseAccumulator.Taken taken = (SparseAccumulator.Taken)result!;
            s.SetOutput(1, taken.Rows);
            taken.Indices.CopyTo(s.Output(0, taken.Indices.Length).Elements<long>());
            taken.Whole.CopyTo(s.Output(2, taken.Whole.Length).Elements<long>());
        }

        public override void Abandon(StepContext s, object? result) => ((SparseAccumulator.Taken)result!).Rows.Dispose();
    }
}
