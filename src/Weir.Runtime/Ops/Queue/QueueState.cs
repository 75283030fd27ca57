using Weir.Definitions;

namespace Weir.Ops;

/// <summary>How a queue is at this moment: how many elements it holds, whether it is closed.</summary>
/// <remarks>Source: queue_ops.cc.</remarks>
internal sealed class QueueState(string definition, Kernel kernel) : Op
{
    public static readonly Op[] All =
    [
        new QueueState("QueueIsClosed(handle: Ref(string)) -> is_closed: bool", new Closed()),
        new QueueState("QueueIsClosedV2(handle: resource) -> is_closed: bool | stateful", new Closed()),
        new QueueState("QueueSize(handle: Ref(string)) -> size: int32", new Size()),
        new QueueState("QueueSizeV2(handle: resource) -> size: int32 | stateful", new Size()),
    ];

    public override OpDefinition Definition { get; } = definition;

    public override OpEffect Effect => OpEffect.Observes;

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public override Kernel CreateKernel(KernelRequest r) => kernel;

    private sealed class Size : Kernel
    {
        public override void Run(StepContext s)
        {
            int count = s.Resource<TensorQueue>(0).Count;
            s.Output(0).Elements<int>()[0] = count;
        }
    }

    private sealed class Closed : Kernel
    {
        public override void Run(StepContext s)
        {
            bool closed = s.Resource<TensorQueue>(0).IsClosed;
            s.Output(0).Elements<bool>()[0] = closed;
        }
    }
}
