using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Weir.Simd;

/// <summary>A job as its helpers see it: where to take chunks from. It lies on the stack of the thread that started it.</summary>
/// <remarks>
/// The caller takes from the front and helpers from the back, so that the next job over the same memory finds each part in the cache of the
/// thread that had it before. The counters have cache lines of their own, for they are what the threads contend for.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SharedJob
{
    private readonly delegate*<void*, long, long, void> _run;
    private readonly void* _job;
    private readonly long _items;
    private readonly long _itemsInChunk;
    private readonly long _chunks;
    private GCHandle _failure;   // a handle and not a reference: helpers reach this struct through a pointer
    private int _failed;
    private CacheLine _before;
    private long _taken;
    private long _takenFromBack;
    private CacheLine _after;

    public SharedJob(delegate*<void*, long, long, void> run, void* job, long items, in Chunks chunks)
    {
        _run = run;
        _job = job;
        _items = items;
        _itemsInChunk = chunks.Items;
        _chunks = chunks.Count;
        _ = _before;
        _ = _after;
    }

    /// <summary>Takes and does chunks until none is left: what the caller does. Does not throw.</summary>
    public void TakeFromFront()
    {
        for (long chunk = 0; Take(); chunk++)
            Do(chunk);
    }

    /// <summary>Takes and does chunks until none is left: what helpers do. Does not throw.</summary>
    public void TakeFromBack()
    {
        while (Take())
            Do(_chunks - Interlocked.Increment(ref _takenFromBack));
    }

    /// <summary>Throws the first failure. To be called when no helper holds the job any more.</summary>
    public readonly void ThrowIfFailed()
    {
        if (_failed == 0)
            return;
        var failure = (ExceptionDispatchInfo)_failure.Target!;
        _failure.Free();
        failure.Throw();
    }

    // As many chunks are given out as there are, so that the two ends never meet.
    private bool Take() => Interlocked.Increment(ref _taken) <= _chunks;

    private void Do(long chunk)
    {
        long begin = chunk * _itemsInChunk;
        try
        {
            _run(_job, begin, Math.Min(_items, begin + _itemsInChunk));
        }
#pragma warning disable CA1031 // whatever it is, it is thrown again on the thread that started the job
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(e);
        }
    }

    private void Fail(Exception e)
    {
        Interlocked.Exchange(ref _taken, _chunks);
        if (Interlocked.Exchange(ref _failed, 1) == 0)
            _failure = GCHandle.Alloc(ExceptionDispatchInfo.Capture(e));
    }

    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private struct CacheLine;
}
