using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Weir.Benchmarks;

/// <summary>What benchmarks read the time from.</summary>
internal static unsafe partial class Clock
{
    private const int ThreadCpuTime = 3;   // CLOCK_THREAD_CPUTIME_ID

    /// <summary>
    /// Count the processor time of the calling thread alone: what others do on a busy machine does not count then, but for the caches and the memory
    /// they share. For one thread, on Linux.
    /// </summary>
    public static bool IsOwn { get; set; }

    /// <summary>Seconds since some moment.</summary>
    public static double Seconds
    {
        get
        {
            if (!IsOwn) return Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;
            TimeSpec time;
            return GetTime(ThreadCpuTime, &time) == 0 ? time.Seconds + (time.Nanoseconds * 1e-9) : throw new PlatformNotSupportedException("Threads have no clock of their own.");
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, TimeSpec* time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
