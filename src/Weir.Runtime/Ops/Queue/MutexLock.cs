using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Takes a mutex, and holds it until nobody has the output any more; the op that consumes it is the last to have it.</summary>
/// <remarks>Source: mutex_ops.cc.</remarks>
internal sealed class MutexLock(string definition, Kernel kernel) : Op
{
    public static readonly Op[] All =
    [
        new MutexLock("ConsumeMutexLock(mutex_lock: variant) | stateful", new Consume()),
        new MutexLock("MutexLock(mutex: resource) -> mutex_lock: variant \"type_id: TFT_MUTEX_LOCK\" | stateful", new Take()),
    ];

    public override OpDefinition Definition { get; } = definition;

    public override void InferShapes(ShapeContext c)
    {
        if (c.OutputCount > 0) c.Output(0, Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r) => kernel;

    private sealed class Take : PendingKernel
    {
        public override async ValueTask<object?> WaitAsync(StepContext s) => await s.Resource<Mutex>(0).LockAsync(s.Cancellation).ConfigureAwait(false);

        public override void Finish(StepContext s, object? result) => s.SetOutput(0, Tensor.OfVariant((Mutex.Held)result!));

        public override void Abandon(StepContext s, object? result) => ((Mutex.Held)result!).Dispose();
    }

    private sealed class Consume : Kernel
    {
        public override void Run(StepContext s)
        {
            if (s.Input(0).Objects is not [Mutex.Held held]) throw new TfException(StatusCode.InvalidArgument, "Expected input to contain a mutex lock.");
            held.Dispose();
        }
    }
}
