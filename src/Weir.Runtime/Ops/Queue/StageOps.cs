using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Stages elements and takes them again in their order: a row per op. A taker waits for an element, and a giver for room.</summary>
/// <remarks>Source: stage_op.cc.</remarks>
internal sealed class StageOps(string definition, OpEffect effect, Func<KernelRequest, Kernel> create) : Op
{
    public static readonly Op[] All =
    [
        new StageOps("Stage(values: dtypes); " + StagedTensors.Some, OpEffect.Writes, r => new Put(Area(r))),
        new StageOps("StageClear(); " + StagedTensors.Any, OpEffect.Writes, r => new Clear(Area(r))),
        new StageOps("StagePeek(index: int32) -> values: dtypes; " + StagedTensors.Some, OpEffect.Observes, r => new Peek(Area(r), r.Types("dtypes"))),
        new StageOps("StageSize() -> size: int32; " + StagedTensors.Any, OpEffect.Observes, r => new Size(Area(r))),
        new StageOps("Unstage() -> values: dtypes; " + StagedTensors.Some, OpEffect.Writes, r => new Take(Area(r), r.Types("dtypes"))),
    ];

    public override OpDefinition Definition { get; } = definition;

    public override OpEffect Effect => effect;

    public override void InferShapes(ShapeContext c)
    {
        if (Definition.Outputs is [{ Name: "size" }]) c.Output(0, Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r) => create(r);

    private static Func<StepContext, StagingArea> Area(KernelRequest r) => StagedTensors.Find(r, spec => new StagingArea(spec));

    private sealed class Put(Func<StepContext, StagingArea> area) : PendingKernel
    {
        public override ValueTask<object?> WaitAsync(StepContext s) => area(s).PutAsync(StagedTensors.Share(s, 0), s.Cancellation);

        public override void Finish(StepContext s, object? result)
        {
        }
    }

    private abstract class Taking(DType[] types) : PendingKernel
    {
        public sealed override void Finish(StepContext s, object? result) => StagedTensors.GiveOut(s, Complete(s, (Tensor[])result!), types);

        public sealed override void Abandon(StepContext s, object? result) => TensorQueue.Free((Tensor[])result!);

        private static Tensor[] Complete(StepContext s, Tensor[] tensors)
        {
            if (tensors.Length == s.OutputCount) return tensors;
            TensorQueue.Free(tensors);
            throw new TfException(StatusCode.InvalidArgument, $"Mismatch stage/unstage: {tensors.Length} vs. {s.OutputCount}");
        }
    }

    private sealed class Take(Func<StepContext, StagingArea> area, DType[] types) : Taking(types)
    {
        public override ValueTask<object?> WaitAsync(StepContext s) => area(s).TakeAsync(s.Cancellation);
    }

    private sealed class Peek(Func<StepContext, StagingArea> area, DType[] types) : Taking(types)
    {
        public override ValueTask<object?> WaitAsync(StepContext s)
        {
            int index = s.Scalar(0);
            s.Require(index >= 0, $"index must not be negative, is {index}");
            return area(s).PeekAsync(index, s.Cancellation);
        }
    }

    private sealed class Size(Func<StepContext, StagingArea> area) : Kernel
    {
        public override void Run(StepContext s) => s.Output(0).Elements<int>()[0] = area(s).Count;
    }

    private sealed class Clear(Func<StepContext, StagingArea> area) : Kernel
    {
        public override void Run(StepContext s) => area(s).Clear();
    }
}
