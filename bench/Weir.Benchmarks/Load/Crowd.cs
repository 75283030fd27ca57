using System.Diagnostics;

namespace Weir.Benchmarks.Load;

/// <summary>Threads that run all the time, on one session or each on its own.</summary>
internal sealed class Crowd : IDisposable
{
    public const int Threads = 8;

    private const double SecondsInRound = 0.25;

    private readonly Workload[] sessions;
    private readonly Action[] callers;
    private long runs;
    private long waits;

    private Crowd(Workload[] sessions)
    {
        this.sessions = sessions;
        callers = [.. Enumerable.Range(0, Threads).Select(i => sessions[i % sessions.Length].Caller())];
        RunsPerSecond();
        runs = waits = 0;
    }

    /// <summary>How often a thread had to wait for another one's lock, in 1,000 runs.</summary>
    public double Contentions => waits * 1000.0 / runs;

    public static Crowd OnOneSession(Func<Workload> open) => new([open()]);

    public static Crowd OnSessionsOfTheirOwn(Func<Workload> open) => new([.. Enumerable.Range(0, Threads).Select(_ => open())]);

    /// <summary>Lets all run for a moment.</summary>
    public double RunsPerSecond()
    {
        long done = 0, waited = Monitor.LockContentionCount;
        long start = Stopwatch.GetTimestamp();
        Thread[] threads = [.. callers.Select(run => new Thread(() =>
        {
            int mine = 0;
            for (; Stopwatch.GetElapsedTime(start).TotalSeconds < SecondsInRound; mine++) run();
            Interlocked.Add(ref done, mine);
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        runs += done;
        waits += Monitor.LockContentionCount - waited;
        return done / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose()
    {
        foreach (Workload session in sessions) session.Dispose();
    }
}
