using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Fills barriers and takes from them: a row per op.</summary>
/// <remarks>Source: barrier_ops.cc.</remarks>
internal sealed class BarrierOps(string definition, OpEffect effect, Func<KernelRequest, Kernel> create) : Op
{
    private const int KeyInput = 1;
    private const int ValueInput = 2;
    private const int ComponentOutput = 2;

    public static readonly Op[] All =
    [
        new BarrierOps("BarrierClose(handle: Ref(string)); cancel_pending_enqueues: bool = false", OpEffect.Writes, r => new Close(r.Bool("cancel_pending_enqueues"))),
        new BarrierOps("BarrierIncompleteSize(handle: Ref(string)) -> size: int32", OpEffect.Observes, _ => new Size(barrier => barrier.IncompleteCount)),
        new BarrierOps("BarrierInsertMany(handle: Ref(string), keys: string, values: T); T: type; component_index: int", OpEffect.Writes, r => new Insert(r.Type("T"), r.Int("component_index"))),
        new BarrierOps("BarrierReadySize(handle: Ref(string)) -> size: int32", OpEffect.Observes, _ => new Size(barrier => barrier.ReadyCount)),
        new BarrierOps("BarrierTakeMany(handle: Ref(string), num_elements: int32) -> indices: int64, keys: string, values: component_types; component_types: list(type) >= 1; "
            + "allow_small_batch: bool = false; wait_for_incomplete: bool = false; timeout_ms: int = -1", OpEffect.Writes, r =>
        {
            r.Ignore("wait_for_incomplete");
            QueueDequeue.RequireNoTimeout(r);
            return new Take(r.Types("component_types"), r.Bool("allow_small_batch"));
        }),
    ];

    public override OpDefinition Definition { get; } = definition;

    public override OpEffect Effect => effect;

    public override void InferShapes(ShapeContext c)
    {
        if (Definition.Outputs is [{ Name: "size" }]) c.Output(0, Shape.Scalar);
        else if (c.OutputCount > 0) c.WithRank(1, 0);
    }

    public override Kernel CreateKernel(KernelRequest r) => create(r);

    private sealed class Insert(DType dtype, long component) : Kernel
    {
        public override void Run(StepContext s)
        {
            Barrier barrier = s.Resource<Barrier>(0);
            (Tensor keys, Tensor values) = (s.Input(KeyInput), s.Input(ValueInput));
            s.Require(component >= 0 && component < barrier.Types.Length, $"The component ID is out of range: {component}, num_components (= {barrier.Types.Length})");
            s.Require(dtype == barrier.Types[component], $"The values are {dtype.TfName()}, component {component} is {barrier.Types[component].TfName()}.");
            s.Require(keys.Shape.Rank == 1, $"Keys must be a vector, but had shape: {keys.Shape}");
            s.Require(values.Shape.Rank > 0 && values.Shape[0] == keys.ElementCount, $"There are {keys.ElementCount} keys for values of shape {values.Shape}.");
            s.Require(keys.ElementCount == 0 || values.ElementCount > 0, $"Tensors with no elements are not supported, received shape {values.Shape}.");
            Shape value = values.Shape.Slice(1..);
            s.Require(barrier.Shapes.Length == 0 || barrier.Shapes[component].Equals(value), $"Shape mismatch in tuple component {component}. Expected {(barrier.Shapes.Length > 0 ? barrier.Shapes[component] : null)}, got {value}");
            Tensor[] rows = [.. Enumerable.Range(0, (int)keys.ElementCount).Select(row => TensorListRows.Row(values, row))];
            try
            {
                barrier.Insert((int)component, keys.Strings, rows);
            }
            finally
            {
                TensorQueue.Free(rows);
            }
        }
    }

    private sealed class Take(DType[] types, bool takesFewer) : PendingKernel
    {
        public override ValueTask<object?> WaitAsync(StepContext s)
        {
            Barrier barrier = s.Resource<Barrier>(0);
            s.Require(barrier.Types.AsSpan().SequenceEqual(types), "The barrier's components have other dtypes than the outputs.");
            s.Require(barrier.Shapes.Length > 0, "Barrier's TakeMany requires the components to have specified shapes.");
            int count = s.Scalar(1);
            s.Require(count >= 0, $"TakeMany requested {count} < 0 elements");
            s.RequireLength(count);
            return barrier.TakeAsync(count, takesFewer, s.Cancellation);
        }

        public override void Finish(StepContext s, object? result)
        {
            List<Barrier.Element> elements = (List<Barrier.Element>)result!;
            try
            {
                Span<long> indices = s.Output(0, elements.Count).Elements<long>();
                Span<byte[]> keys = s.Output(1, elements.Count).Strings;
                for (int i = 0; i < elements.Count; i++) (indices[i], keys[i]) = (elements[i].Index, elements[i].Key);
                Shape[] shapes = s.Resource<Barrier>(0).Shapes;
                for (int i = 0; i < shapes.Length; i++) Stack(s, i, elements, shapes[i]);
            }
            finally
            {
                Abandon(s, result);
            }
        }

        public override void Abandon(StepContext s, object? result)
        {
            foreach (Barrier.Element element in (List<Barrier.Element>)result!) element.Dispose();
        }

        private static void Stack(StepContext s, int component, List<Barrier.Element> elements, Shape shape)
        {
            Tensor rows = s.Output(ComponentOutput + component, [elements.Count, .. shape.Dimensions]);
            for (int i = 0; i < elements.Count; i++) rows.CopyFrom(elements[i].Components[component]!, i * shape.ElementCount);
        }
    }

    private sealed class Close(bool cancels) : Kernel
    {
        public override void Run(StepContext s) => s.Resource<Barrier>(0).Close(cancels);
    }

    private sealed class Size(Func<Barrier, int> of) : Kernel
    {
        public override void Run(StepContext s)
        {
            int count = of(s.Resource<Barrier>(0));
            s.Output(0).Elements<int>()[0] = count;
        }
    }
}
