using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Closes a queue: nothing more comes in, what is in may be taken out.</summary>
/// <remarks>Source: queue_ops.cc.</remarks>
internal sealed class QueueClose(string definition) : Op
{
    public static readonly Op[] All =
    [
        new QueueClose("QueueClose(handle: Ref(string)); cancel_pending_enqueues: bool = false"),
        new QueueClose("QueueCloseV2(handle: resource); cancel_pending_enqueues: bool = false | stateful"),
    ];

    public override OpDefinition Definition { get; } = definition;

    public override OpEffect Effect => OpEffect.Writes;

    public override Kernel CreateKernel(KernelRequest r) => new Close(r.Bool("cancel_pending_enqueues"));

    private sealed class Close(bool cancelsPending) : PendingKernel
    {
        public override ValueTask<object?> WaitAsync(StepContext s) => s.Resource<TensorQueue>(0).CloseAsync(cancelsPending, s.Cancellation);

        public override void Finish(StepContext s, object? result)
        {
        }
    }
}
