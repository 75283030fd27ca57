using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Puts an element into a queue, or each row of its inputs as one.</summary>
/// <remarks>Source: queue_ops.cc, queue_base.cc.</remarks>
internal sealed class QueueEnqueue(string definition, bool many) : Op
{
    public static readonly Op[] All =
    [
        new QueueEnqueue("QueueEnqueue(handle: Ref(string), components: Tcomponents); Tcomponents: list(type) >= 1; timeout_ms: int = -1", many: false),
        new QueueEnqueue("QueueEnqueueMany(handle: Ref(string), components: Tcomponents); Tcomponents: list(type) >= 1; timeout_ms: int = -1", many: true),
        new QueueEnqueue("QueueEnqueueManyV2(handle: resource, components: Tcomponents); Tcomponents: list(type) >= 1; timeout_ms: int = -1 | stateful", many: true),
        new QueueEnqueue("QueueEnqueueV2(handle: resource, components: Tcomponents); Tcomponents: list(type) >= 1; timeout_ms: int = -1 | stateful", many: false),
    ];

    public override OpDefinition Definition { get; } = definition;

    public override OpEffect Effect => OpEffect.Writes;

    public override Kernel CreateKernel(KernelRequest r)
    {
        QueueDequeue.RequireNoTimeout(r);
        return many ? new EnqueueMany(r.Types("Tcomponents")) : new Enqueue(r.Types("Tcomponents"));
    }

    private sealed class Enqueue(DType[] types) : PendingKernel
    {
        public override ValueTask<object?> WaitAsync(StepContext s)
        {
            TensorQueue queue = s.Resource<TensorQueue>(0);
            queue.Spec.RequireTypes(types);
            Tensor[] element = new Tensor[types.Length];
            for (int i = 0; i < element.Length; i++)
            {
                Tensor component = s.Input(i + 1);
                Shape? expected = queue.Spec.Shapes.Length > 0 ? queue.Spec.Shapes[i] : null;
                s.Require(expected is null || expected.IsCompatibleWith(component.Shape), $"Shape mismatch in tuple component {i}. Expected {expected}, got {component.Shape}");
            }

            for (int i = 0; i < element.Length; i++) element[i] = s.Input(i + 1).Share();
            return queue.EnqueueAsync([element], s.Cancellation);
        }

        public override void Finish(StepContext s, object? result)
        {
        }
    }

    private sealed class EnqueueMany(DType[] types) : PendingKernel
    {
        public override ValueTask<object?> WaitAsync(StepContext s)
        {
            TensorQueue queue = s.Resource<TensorQueue>(0);
            queue.Spec.RequireTypes(types);
            s.Require(s.Input(1).Shape.Rank > 0, "The components of several elements need a first dimension.");
            long count = s.Input(1).Shape[0];
            for (int i = 0; i < types.Length; i++) Check(s, queue.Spec, i, count);
            s.RequireLength(count);
            Tensor[][] elements = new Tensor[count][];
            for (int row = 0; row < elements.Length; row++)
            {
                elements[row] = new Tensor[types.Length];
                for (int i = 0; i < types.Length; i++) elements[row][i] = TensorListRows.Row(s.Input(i + 1), row);
            }

            return queue.EnqueueAsync(elements, s.Cancellation);
        }

        public override void Finish(StepContext s, object? result)
        {
        }

        private static void Check(StepContext s, QueueSpec spec, int i, long count)
        {
            Shape shape = s.Input(i + 1).Shape;
            if (spec.Shapes.Length > 0)
            {
                Shape expected = Shape.Of(count).Concatenate(spec.Shapes[i]);
                s.Require(expected.IsCompatibleWith(shape), $"Shape mismatch in tuple component {i}. Expected {expected}, got {shape}");
                return;
            }

            s.Require(shape.Rank > 0 && shape[0] == count,
                $"All input tensors must have the same size in the 0th dimension. Component {i} has {(shape.Rank > 0 ? shape[0] : 0)}, and should have {count}");
        }
    }
}
