using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Weir.Simd;

/// <summary>A job as its helpers see it: where to take chunks from. It lies on the stack of the thread that started it.</summary>
/// <remarks>The counter has cache lines of its own, for it is what the threads contend for.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SharedJob
{
    private readonly delegate*<void*, long, long, void> _run;
    private readonly void* _job;
    private readonly long _items;
    private readonly long _grain;
    private GCHandle _failure;   // a handle and not a reference: helpers reach this struct through a pointer
    private int _failed;
    private CacheLine _before;
    private long _next;
    private CacheLine _after;

    public SharedJob(delegate*<void*, long, long, void> run, void* job, long items, long grain)
    {
        _run = run;
        _job = job;
        _items = items;
        _grain = grain;
        _ = _before;
        _ = _after;
    }

    /// <summary>Takes and does chunks until none is left. Does not throw.</summary>
    public void TakeChunks()
    {
        while (true)
        {
            long begin = Interlocked.Add(ref _next, _grain) - _grain;
            if (begin >= _items)
                return;
            try
            {
                _run(_job, begin, Math.Min(_items, begin + _grain));
            }
#pragma warning disable CA1031 // whatever it is, it is thrown again on the thread that started the job
            catch (Exception e)
#pragma warning restore CA1031
            {
                Fail(e);
            }
        }
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

    private void Fail(Exception e)
    {
        Interlocked.Exchange(ref _next, _items);
        if (Interlocked.Exchange(ref _failed, 1) == 0)
            _failure = GCHandle.Alloc(ExceptionDispatchInfo.Capture(e));
    }

    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private struct CacheLine;
}
