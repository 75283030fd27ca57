using System.Globalization;

using Weir.Simd;

namespace Weir.Benchmarks.Kernels;

/// <summary>
/// Two threads' time relative to one thread's, from one element to ten million: back to back, and for a single call after a pause in which the helpers fall
/// asleep. Threads should never hurt: at most 1.05.
/// </summary>
internal static class PoolBenchmarks
{
    private const int Pause = 60;   // milliseconds
    private const int HotRounds = 60;
    private const int ColdRounds = 9;
    private const double SecondsInRound = 0.001;
    private const double Noise = 3e-6;   // of a single call that finds cold caches

    private static readonly int[] Lengths = [1, 1_000, 10_000, 30_000, 100_000, 300_000, 1_000_000, 10_000_000];

    public static void Run()
    {
        foreach (int n in Lengths)
        {
            using NativeArray x = new(NativeArray.Random(n, 5, 1)), y = new(n), one = new(1);
            int columns = Math.Min(n, 1000), rows = n / columns;
            ReducePlan byRow = ReducePlan.Create([rows, columns], [false, true]), byColumn = ReducePlan.Create([rows, columns], [true, false]);
            Compare($"add {n}", () => Elementwise.Binary<float, Add>(x.Span, x.Span, y.Span));
            Compare($"exp {n}", () => Elementwise.Unary<float, Exp>(x.Span, y.Span));
            Compare($"softmax [{rows},{columns}]", () => Softmax.Run<float>(x.Span[..(rows * columns)], y.Span[..(rows * columns)], columns, logarithm: false));
            Compare($"sum [{rows},{columns}] over 1", () => Reduce.Run<float, SumOf>(byRow, x.Span[..(rows * columns)], y.Span[..rows]));
            Compare($"sum [{rows},{columns}] over 0", () => Reduce.Run<float, SumOf>(byColumn, x.Span[..(rows * columns)], y.Span[..columns]));
        }

        foreach (int side in new[] { 1, 16, 32, 64, 96, 128, 256, 512 })
        {
            using NativeArray a = new(NativeArray.Random(side * side, 1, 1)), b = new(NativeArray.Random(side * side, 1, 2)), c = new(side * side);
            GemmShape shape = new(side, side, side);
            using PackedMatrix packed = PackedMatrix.Create<float>(shape, b.Span);
            Compare($"product {side}", () => Gemm.Run<float>(shape, a.Span, packed, c.Span));
        }
    }

    private static void Compare(string title, Action run)
    {
        Action one = () => WithDegree(1, run), two = () => WithDegree(2, run);
        (double hotOne, double hotTwo) = Best(one, two, HotRounds, pause: 0);
        (double coldOne, double coldTwo) = Best(one, two, ColdRounds, Pause);
        double hot = hotTwo / hotOne, cold = coldTwo / coldOne;
        bool hurts = hot > 1.05 || (cold > 1.05 && coldTwo - coldOne > Noise);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{title,-26} | 1 thread {hotOne * 1e6,10:F2} us | 2 threads x{hot:F2} | after {Pause} ms of sleep {coldOne * 1e6,10:F1} us | 2 threads x{cold:F2}{(hurts ? "   <<" : "")}"));
    }

    // The fastest rounds of each, in turn. After a pause a round is one call.
    private static (double First, double Second) Best(Action first, Action second, int rounds, int pause)
    {
        using ManualResetEventSlim never = new();
        double[] best = [double.MaxValue, double.MaxValue];
        int calls = pause > 0 ? 1 : CallsInRound(first);
        for (int turn = 0; turn < 2 * rounds; turn++)
        {
            Action run = turn % 2 == 0 ? first : second;
            if (pause > 0) never.Wait(pause);
            else run();
            double start = Clock.Seconds;
            for (int call = 0; call < calls; call++) run();
            best[turn % 2] = Math.Min(best[turn % 2], (Clock.Seconds - start) / calls);
        }

        return (best[0], best[1]);
    }

    private static int CallsInRound(Action run)
    {
        double start = Clock.Seconds;
        int calls = 0;
        for (; calls < 40 || Clock.Seconds - start < 0.1; calls++)
        {
            run();
            if (Clock.Seconds - start > 0.3) break;
        }

        start = Clock.Seconds;
        run();
        return (int)Math.Clamp(SecondsInRound / Math.Max(1e-9, Clock.Seconds - start), 1, 20_000);
    }

    private static void WithDegree(int degree, Action run)
    {
        using (WorkPool.EnterRun(degree))
            run();
    }
}
