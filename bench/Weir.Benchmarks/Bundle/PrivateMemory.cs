namespace Weir.Benchmarks.Bundle;

/// <summary>Watches how much memory the process has that is nobody else's: pages of mapped files do not count. Linux only; elsewhere 0.</summary>
internal sealed class PrivateMemory : IDisposable
{
    private const string Path = "/proc/self/status";
    private const string Line = "RssAnon:";

    private readonly long before = Now();
    private readonly Thread watcher;
    private volatile bool done;
    private long peak;

    public PrivateMemory()
    {
        peak = before;
        watcher = new Thread(Watch);
        watcher.Start();
    }

    /// <summary>Looks once more: at a moment that another thread may miss on a busy machine.</summary>
    public void Look() => peak = Math.Max(Volatile.Read(ref peak), Now());

    /// <summary>The most there was above the beginning, in bytes.</summary>
    public long Grown()
    {
        done = true;
        watcher.Join();
        return peak - before;
    }

    public void Dispose()
    {
        done = true;
        watcher.Join();
    }

    private void Watch()
    {
        while (!done)
        {
            Look();
            Thread.Yield();
        }
    }

    /// <summary>What the process has now, when everything that nobody needs is given back.</summary>
    public static long AfterCollection()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Now();
    }

    private static long Now()
    {
        if (!File.Exists(Path)) return 0;
        string line = File.ReadLines(Path).First(text => text.StartsWith(Line, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(Line.Length).Trim().TrimEnd(" kB"), System.Globalization.CultureInfo.InvariantCulture) << 10;
    }
}
