namespace Weir.Ops;

/// <summary>Queues, staging areas and barriers of tensors, accumulators of gradients, mutexes, and calls that are batched over runs: ops that may wait for what other runs do.</summary>
internal static class QueueOps
{
    public static readonly Op[] All =
    [
        .. AccumulatorHandle.All,
        .. AccumulatorOps.All,
        .. BarrierOps.All,
        .. MapStageOps.All,
        .. MutexLock.All,
        .. QueueClose.All,
        .. QueueDequeue.All,
        .. QueueEnqueue.All,
        .. QueueHandle.All,
        .. QueueState.All,
        .. StageOps.All,
        new BarrierHandle(),
        new BatchFunction(),
        new MutexV2(),
    ];
}
