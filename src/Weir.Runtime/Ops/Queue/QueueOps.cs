namespace Weir.Ops;

/// <summary>Queues of tensors, mutexes, and calls that are batched over runs: ops that may wait for what other runs do.</summary>
internal static class QueueOps
{
    public static readonly Op[] All =
    [
        .. MutexLock.All,
        .. QueueClose.All,
        .. QueueDequeue.All,
        .. QueueEnqueue.All,
        .. QueueHandle.All,
        .. QueueState.All,
        new BatchFunction(),
        new MutexV2(),
    ];
}
