using System.Diagnostics;

using Weir.Simd;

namespace Weir.Benchmarks.Kernels;

/// <summary>What sharing work costs, back to back and after a pause in which the helpers fall asleep.</summary>
internal static class PoolBenchmarks
{
    public static void Run()
    {
        foreach (int n in new[] { 16 * 1024, 64 * 1024, 256 * 1024, 1024 * 1024 })
        {
            using var x = new NativeArray(NativeArray.Random(n, 5, 1));
            using var y = new NativeArray(n);
            void Exponentials() => Elementwise.Unary<float, Exp>(x.Span, y.Span);
            SideBySide.Print($"exp of {n}", 0, new("2 threads", () => WithDegree(2, Exponentials)), new("1 thread", () => WithDegree(1, Exponentials)));
            foreach (int pause in new[] { 1, 60 })
            {
                double two = AfterPause(pause, () => WithDegree(2, Exponentials)), one = AfterPause(pause, () => WithDegree(1, Exponentials));
                Console.WriteLine($"  20 calls after {pause} ms of sleep: 2 threads {two * 1e6:F1} us, 1 thread {one * 1e6:F1} us a call (x{one / two:F2})");
            }
        }
    }

    private static void WithDegree(int degree, Action run)
    {
        using (WorkPool.EnterRun(degree))
            run();
    }

    private static double AfterPause(int milliseconds, Action run)
    {
        using var never = new ManualResetEventSlim();
        var times = new List<double>();
        for (int round = 0; round < 15; round++)
        {
            never.Wait(milliseconds);
            long start = Stopwatch.GetTimestamp();
            for (int call = 0; call < 20; call++)
                run();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds / 20);
        }
        return times.Order().ElementAt(times.Count / 2);
    }
}
