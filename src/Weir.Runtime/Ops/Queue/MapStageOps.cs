using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Stages elements and takes them by their keys: eight ops, and again eight that keep the order of the keys.</summary>
/// <remarks>Source: map_stage_op.cc.</remarks>
internal sealed class MapStageOps(string definition, OpEffect effect, Func<KernelRequest, Kernel> create) : Op
{
    public static readonly Op[] All =
    [
        .. Of("Map", r => StagedTensors.Find(r, spec => new StagingMap(spec))),
        .. Of("OrderedMap", r => StagedTensors.Find(r, spec => new OrderedStagingMap(spec))),
    ];

    public override OpDefinition Definition { get; } = definition;

    public override OpEffect Effect => effect;

    public override void InferShapes(ShapeContext c)
    {
        if (Definition.Outputs is [{ Name: "size" }]) c.Output(0, Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r) => create(r);

    private static MapStageOps[] Of(string kind, Func<KernelRequest, Func<StepContext, StagingMap>> find) =>
    [
        new($"{kind}Clear(); {StagedTensors.Any}", OpEffect.Writes, r => new Clear(find(r))),
        new($"{kind}IncompleteSize() -> size: int32; {StagedTensors.Any}", OpEffect.Observes, r => new Size(find(r), incomplete: true)),
        new($"{kind}Peek(key: int64, indices: int32) -> values: dtypes; {StagedTensors.Some}", OpEffect.Observes, r => new Take(find(r), r.Types("dtypes"), keyed: true, keeps: true)),
        new($"{kind}Size() -> size: int32; {StagedTensors.Any}", OpEffect.Observes, r => new Size(find(r), incomplete: false)),
        new($"{kind}Stage(key: int64, indices: int32, values: fake_dtypes); {StagedTensors.Attributes}dtypes: list(type); fake_dtypes: list(type) >= 1{StagedTensors.Named}", OpEffect.Writes, r =>
        {
            r.Ignore("fake_dtypes");
            return new Put(find(r), r.Types("dtypes"));
        }),
        new($"{kind}Unstage(key: int64, indices: int32) -> values: dtypes; {StagedTensors.Some}", OpEffect.Writes, r => new Take(find(r), r.Types("dtypes"), keyed: true, keeps: false)),
        new($"{kind}UnstageNoKey(indices: int32) -> key: int64, values: dtypes; {StagedTensors.Some}", OpEffect.Writes, r => new Take(find(r), r.Types("dtypes"), keyed: false, keeps: false)),
    ];

    private static long Key(StepContext s)
    {
        s.Require(s.Input(0).Shape.Rank == 0, $"key must be an int64 scalar, got shape: {s.Input(0).Shape}");
        return s.Input(0).Elements<long>()[0];
    }

    private sealed class Put(Func<StepContext, StagingMap> find, DType[] types) : PendingKernel
    {
        public override ValueTask<object?> WaitAsync(StepContext s)
        {
            int[] indices = s.Input(1).Elements<int>().ToArray();
            s.Require(indices.Length == s.InputCount - 2, $"There are {indices.Length} indices for {s.InputCount - 2} values.");
            for (int i = 0; i < indices.Length; i++)
            {
                bool fits = (uint)indices[i] >= (uint)types.Length || s.Input(i + 2).DType == types[indices[i]];
                s.Require(fits, $"The value for index {indices[i]} is {s.Input(i + 2).DType.TfName()}, not the dtype of the map.");
            }

            return find(s).PutAsync(Key(s), indices, StagedTensors.Share(s, 2), s.Cancellation);
        }

        public override void Finish(StepContext s, object? result)
        {
        }
    }

    private sealed class Take(Func<StepContext, StagingMap> find, DType[] types, bool keyed, bool keeps) : PendingKernel
    {
        public override ValueTask<object?> WaitAsync(StepContext s)
        {
            int[] indices = s.Input(keyed ? 1 : 0).Elements<int>().ToArray();
            int values = s.OutputCount - (keyed ? 0 : 1);
            s.Require(indices.Length == values, $"output/indices size mismatch: {values} vs. {indices.Length}");
            return find(s).TakeAsync(keyed ? Key(s) : null, indices, keeps, s.Cancellation);
        }

        public override void Finish(StepContext s, object? result)
        {
            StagingMap.Taken taken = (StagingMap.Taken)result!;
            if (!keyed) s.Output(0).Elements<long>()[0] = taken.Key;
            StagedTensors.GiveOut(s, taken.Tensors, types, keyed ? 0 : 1);
        }

        public override void Abandon(StepContext s, object? result) => TensorQueue.Free(((StagingMap.Taken)result!).Tensors);
    }

    private sealed class Size(Func<StepContext, StagingMap> find, bool incomplete) : Kernel
    {
        public override void Run(StepContext s)
        {
            StagingMap map = find(s);
            s.Output(0).Elements<int>()[0] = incomplete ? map.IncompleteCount : map.Count;
        }
    }

    private sealed class Clear(Func<StepContext, StagingMap> find) : Kernel
    {
        public override void Run(StepContext s) => find(s).Clear();
    }
}
