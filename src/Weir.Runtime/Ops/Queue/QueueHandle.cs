using Weir.Definitions;
using Weir.Graphs;

namespace Weir.Ops;

/// <summary>The handle of a queue, as a resource or as TensorFlow 1's reference.</summary>
/// <remarks>Without a <c>shared_name</c> the queue is the node's own. Source: fifo_queue_op.cc, priority_queue_op.cc, random_shuffle_queue_op.cc.</remarks>
internal sealed class QueueHandle(string definition, QueueKind kind) : Op, IHandleOp
{
    private const string Common = "capacity: int = -1; container: string = \"\"; shared_name: string = \"\" | stateful";
    private const string Elements = "component_types: list(type) >= 1; shapes: list(shape) = []; ";
    private const string Prioritized = "component_types: list(type) = []; shapes: list(shape); ";
    private const string Shuffled = "capacity: int = -1; min_after_dequeue: int = 0; seed: int = 0; seed2: int = 0; container: string = \"\"; shared_name: string = \"\" | stateful";

    public static readonly Op[] All =
    [
        new QueueHandle("FIFOQueue() -> handle: Ref(string); " + Elements + Common, QueueKind.Fifo),
        new QueueHandle("FIFOQueueV2() -> handle: resource; " + Elements + Common, QueueKind.Fifo),
        new QueueHandle("PaddingFIFOQueue() -> handle: Ref(string); " + Elements + Common, QueueKind.Padding),
        new QueueHandle("PaddingFIFOQueueV2() -> handle: resource; " + Elements + Common, QueueKind.Padding),
        new QueueHandle("PriorityQueue() -> handle: Ref(string); " + Prioritized + Common, QueueKind.Priority),
        new QueueHandle("PriorityQueueV2() -> handle: resource; " + Prioritized + Common, QueueKind.Priority),
        new QueueHandle("RandomShuffleQueue() -> handle: Ref(string); " + Elements + Shuffled, QueueKind.Shuffle),
        new QueueHandle("RandomShuffleQueueV2() -> handle: resource; " + Elements + Shuffled, QueueKind.Shuffle),
    ];

    public override OpDefinition Definition { get; } = definition;

    public override OpEffect Effect => OpEffect.Handle;

    public override void InferShapes(ShapeContext c) => c.Output(0, Definition.Outputs[0].IsReference ? Shape.Of(2) : Shape.Scalar);

    public override void Gradient(GradientContext g)
    {
    }

    /// <remarks>TensorFlow numbers private queues; theirs is the name that its messages have for the first one.</remarks>
    public (string Container, string Name) ResourceName(AttributeList attributes, string nodeName) => IHandleOp.SharedName(attributes, "_0_" + nodeName);

    /// <summary>What a queue's node says of the shapes of its elements' components; null: nothing.</summary>
    public static Shape[]? ShapesOf(Operation operation)
    {
        if (OpTable.Find(operation.Type) is not QueueHandle handle || operation.Attributes.Find("shapes") is not Shape[] { Length: > 0 } shapes) return null;
        return handle.Kind == QueueKind.Priority ? [Shape.Scalar, .. shapes] : shapes;
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("container", "shared_name");
        (string container, string name) = ResourceName(r.Attributes, r.NodeName);
        QueueSpec spec = QueueSpec.Of(r, Definition.Name.Replace("V2", "", StringComparison.Ordinal), kind);
        return new Handle(container, name, spec);
    }

    private QueueKind Kind => kind;

    private sealed class Handle(string container, string name, QueueSpec spec) : Kernel
    {
        public override void Run(StepContext s)
        {
            TensorQueue queue = s.Resources.GetOrCreate(container, name, () => new TensorQueue(name, spec, s.Limits.MaxListElements));
            queue.Spec.RequireSame(name, spec);
            s.SetOutput(0, queue);
        }
    }
}
