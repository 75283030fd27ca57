using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>The one pool of threads on which kernels share their work. The caller always takes part.</summary>
/// <remarks>
/// <para>Work is cut into <see cref="Chunks"/>, by its sizes only, so results never depend on the number of threads.
/// Chunks are taken one by one; a helper that wakes late, or never, finds its offer withdrawn and costs nothing.</para>
/// <para>What takes less than <see cref="WorthSharing"/> runs on the caller. Waking a sleeping helper takes up to 100 microseconds: it is done
/// for <see cref="WorthWaking"/>, or for <see cref="WorthWakingWhenBusy"/> by a thread which has shared much a moment ago and
/// will have more, as in the layers of a model.</para>
/// <para>Threads are made when first needed, one fewer than the processors the process may use; with degree 1, none.</para>
/// </remarks>
internal static class WorkPool
{
    private const long Microsecond = 1_000_000;   // in picoseconds
    private const long WorthSharing = 6 * Microsecond;
    private const long WorthWaking = 160 * Microsecond;
    private const long WorthWakingWhenBusy = 30 * Microsecond;

    private static readonly long s_busyTime = Stopwatch.Frequency / 1_000_000 * (WorthWaking / Microsecond);

    /// <summary>What parts a thread's busy times: after such a pause nothing is known of what comes next.</summary>
    private static readonly long s_pause = Stopwatch.Frequency / 2000;

    private static readonly PoolWorker?[] s_workers = new PoolWorker?[Math.Max(0, Environment.ProcessorCount - 1)];
    private static int s_activeRuns;

    [ThreadStatic]
    private static int t_limit;   // 0: no run entered on this thread

    [ThreadStatic]
    private static bool t_isActive, t_insideJob;

    [ThreadStatic]
    private static long t_lastShared, t_sharedSincePause;

    /// <summary>The most threads a single job uses, the caller included; default: the processors the process may use.</summary>
    public static int MaxDegree { get; set; } = Environment.ProcessorCount;

    /// <summary>Whether this thread is in a run, which <see cref="EnterRun"/> began here or on the thread that it helps.</summary>
    public static bool IsInsideRun => t_limit != 0 || t_insideJob;

    /// <summary>Whether a job that this thread starts now might be shared.</summary>
    public static bool HasHelpers => !t_insideJob && Degree() > 1;

    /// <summary>Begins a run, until disposed. From its first job that could be shared on it is active: active runs share the processors among them. One inside of another is not counted again, and has no more threads than that.</summary>
    /// <param name="maxDegree">The most threads for the jobs that this thread starts meanwhile; 0 for the pool's own limit.</param>
    public static RunScope EnterRun(int maxDegree = 0)
    {
        var scope = new RunScope(t_limit, t_isActive);
        int most = maxDegree > 0 ? maxDegree : MaxDegree;
        t_limit = t_limit == 0 ? most : Math.Min(t_limit, most);
        return scope;
    }

    /// <summary>Runs a job over <paramref name="items"/> items and returns when all is done.</summary>
    /// <param name="job">The job. Its exception, or one of them, is thrown here when no thread works on it any more.</param>
    /// <param name="items">How many items there are.</param>
    /// <param name="itemPicoseconds">The rough cost of an item, in picoseconds, from the shape and the operation only.</param>
    /// <param name="backwards">Whether a thread that is alone with the job should begin with the last chunk.</param>
    public static void Run<TJob>(in TJob job, long items, long itemPicoseconds, bool backwards = false)
        where TJob : struct, IParallelJob
    {
        if (items <= 0)
            return;
        Chunks chunks = new(items, itemPicoseconds);
        int helpers = chunks.Picoseconds < WorthSharing || t_insideJob ? 0 : (int)Math.Min(Degree(), chunks.Count) - 1;
        if (helpers <= 0)
            RunHere(in job, items, chunks, backwards);
        else
            Share(in job, items, chunks, helpers);
    }

    internal static void MarkInsideJob(bool inside) => t_insideJob = inside;

    private static int Degree()
    {
        if (!t_isActive && t_limit != 0)
        {
            t_isActive = true;
            Interlocked.Increment(ref s_activeRuns);
        }

        int limit = Math.Min(t_limit == 0 ? MaxDegree : t_limit, s_workers.Length + 1);
        int runs = Volatile.Read(ref s_activeRuns);
        return runs <= 1 ? limit : Math.Min(limit, Math.Max(1, (s_workers.Length + 1) / runs));
    }

    private static void RunHere<TJob>(in TJob job, long items, in Chunks chunks, bool backwards)
        where TJob : struct, IParallelJob
    {
        for (long i = 0; i < chunks.Count; i++)
        {
            long begin = (backwards ? chunks.Count - 1 - i : i) * chunks.Items;
            job.Run(begin, Math.Min(items, begin + chunks.Items));
        }
    }

    private static unsafe void Share<TJob>(in TJob job, long items, in Chunks chunks, int helpers)
        where TJob : struct, IParallelJob
    {
        long start = Stopwatch.GetTimestamp();
        bool busy = IsBusy(start);
        bool wake = chunks.Picoseconds >= (busy ? WorthWakingWhenBusy : WorthWaking);
        // Both live on this stack frame, which outlasts every helper: Withdraw below waits for those that started.
        TJob copy = job;
        var shared = new SharedJob(&RunChunk<TJob>, Unsafe.AsPointer(ref copy), items, chunks);
        int asked = 0;
        for (int offered = 0; asked < s_workers.Length && offered < helpers; asked++)
        {
            if (Worker(asked).TryOffer(&shared, wake, busy))
                offered++;
        }
        t_insideJob = true;
        shared.TakeFromFront();
        t_insideJob = false;
        for (int i = 0; i < asked; i++)
            Worker(i).Withdraw(&shared);
        t_lastShared = Stopwatch.GetTimestamp();
        t_sharedSincePause += t_lastShared - start;
        shared.ThrowIfFailed();
    }

    /// <summary>Whether this thread has spent much time on shared jobs since its last pause.</summary>
    private static bool IsBusy(long now)
    {
        if (now - t_lastShared > s_pause)
            t_sharedSincePause = 0;
        return t_sharedSincePause >= s_busyTime;
    }

    private static unsafe void RunChunk<TJob>(void* job, long begin, long end)
        where TJob : struct, IParallelJob => Unsafe.AsRef<TJob>(job).Run(begin, end);

    private static PoolWorker Worker(int index)
    {
        PoolWorker? worker = Volatile.Read(ref s_workers[index]);
        if (worker is not null)
            return worker;
        lock (s_workers)
            return s_workers[index] ??= new PoolWorker(index);
    }

    /// <summary>A run; see <see cref="EnterRun"/>. Dispose on the thread that entered.</summary>
    internal readonly ref struct RunScope(int outerLimit, bool outerIsActive)
    {
        /// <summary>Ends the run.</summary>
        public void Dispose()
        {
            if (t_isActive && !outerIsActive)
                Interlocked.Decrement(ref s_activeRuns);
            (t_limit, t_isActive) = (outerLimit, outerIsActive);
        }
    }
}
