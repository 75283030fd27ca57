using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Takes an element out of a queue, or several as the rows of one.</summary>
/// <remarks>Source: queue_ops.cc, queue_base.cc, padding_fifo_queue.cc.</remarks>
internal sealed class QueueDequeue(string definition, QueueDequeue.Amount amount) : Op
{
    private const string Attributes = " -> components: component_types; component_types: list(type) >= 1; timeout_ms: int = -1";

    public static readonly Op[] All =
    [
        new QueueDequeue("QueueDequeue(handle: Ref(string))" + Attributes, Amount.One),
        new QueueDequeue("QueueDequeueMany(handle: Ref(string), n: int32)" + Attributes, Amount.Exactly),
        new QueueDequeue("QueueDequeueManyV2(handle: resource, n: int32)" + Attributes + " | stateful", Amount.Exactly),
        new QueueDequeue("QueueDequeueUpTo(handle: Ref(string), n: int32)" + Attributes, Amount.UpTo),
        new QueueDequeue("QueueDequeueUpToV2(handle: resource, n: int32)" + Attributes + " | stateful", Amount.UpTo),
        new QueueDequeue("QueueDequeueV2(handle: resource)" + Attributes + " | stateful", Amount.One),
    ];

    /// <summary>How many elements are taken.</summary>
    internal enum Amount
    {
        One,
        Exactly,
        UpTo,
    }

    public override OpDefinition Definition { get; } = definition;

    public override OpEffect Effect => OpEffect.Writes;

    public override void InferShapes(ShapeContext c)
    {
        if (amount != Amount.One) c.WithRank(1, 0);
        if (QueueHandle.ShapesOf(c.Operation.InputEdges[0].Operation) is not { } shapes || shapes.Length != c.OutputCount) return;
        long rows = amount == Amount.Exactly && c.TryConstant(1, out long[] n) && n is [>= 0] ? n[0] : -1;
        for (int i = 0; i < shapes.Length; i++) c.Output(i, amount == Amount.One ? shapes[i] : Shape.Of(rows).Concatenate(shapes[i]));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        RequireNoTimeout(r);
        DType[] types = r.Types("component_types");
        return amount == Amount.One ? new Dequeue(types) : new DequeueMany(types, takesFewer: amount == Amount.UpTo);
    }

    /// <summary>TensorFlow has the attribute, and no kernel that takes another value than -1.</summary>
    public static void RequireNoTimeout(KernelRequest r)
    {
        if (r.Int("timeout_ms") != -1) throw new TfException(StatusCode.InvalidArgument, "Timeout not supported yet.");
    }

    private static void Free(object? result)
    {
        foreach (Tensor[] element in (List<Tensor[]>)result!) TensorQueue.Free(element);
    }

    private sealed class Dequeue(DType[] types) : PendingKernel
    {
        public override ValueTask<object?> WaitAsync(StepContext s)
        {
            TensorQueue queue = s.Resource<TensorQueue>(0);
            queue.Spec.RequireTypes(types);
            return queue.DequeueAsync(1, takesFewer: false, s.Cancellation);
        }

        public override void Finish(StepContext s, object? result)
        {
            Tensor[] element = ((List<Tensor[]>)result!)[0];
            for (int i = 0; i < element.Length; i++) s.SetOutput(i, element[i]);
        }

        public override void Abandon(StepContext s, object? result) => Free(result);
    }

    private sealed class DequeueMany(DType[] types, bool takesFewer) : PendingKernel
    {
        public override ValueTask<object?> WaitAsync(StepContext s)
        {
            TensorQueue queue = s.Resource<TensorQueue>(0);
            queue.Spec.RequireTypes(types);
            s.Require(s.Input(1).Shape.Rank == 0, $"n must be a scalar, but had shape: {s.Input(1).Shape}");
            int count = s.Input(1).Elements<int>()[0];
            s.Require(count >= 0, $"{(takesFewer ? "DequeueUpToOp" : "DequeueManyOp")} requested {count} < 0 elements");
            s.Require(queue.Spec.Shapes.Length > 0, $"{queue.Spec.KindName}'s DequeueMany and DequeueUpTo require the components to have specified shapes.");
            s.RequireLength(count);
            return count == 0 ? new ValueTask<object?>(new List<Tensor[]>()) : queue.DequeueAsync(count, takesFewer, s.Cancellation);
        }

        public override void Finish(StepContext s, object? result)
        {
            try
            {
                List<Tensor[]> elements = (List<Tensor[]>)result!;
                Shape[] shapes = s.Resource<TensorQueue>(0).Spec.Shapes;
                for (int i = 0; i < shapes.Length; i++) PaddedRows.Stack(s, i, elements, shapes[i]);
            }
            finally
            {
                Free(result);
            }
        }

        public override void Abandon(StepContext s, object? result) => Free(result);
    }
}
