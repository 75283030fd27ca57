using System.Diagnostics;
using System.Globalization;

namespace Weir.Benchmarks;

/// <summary>One of the programs that are compared.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Run">One call.</param>
internal sealed record Contestant(string Name, Action Run);

/// <summary>Times contestants in turn, in an order that rotates, and gives medians: what disturbs one disturbs all.</summary>
internal static class SideBySide
{
    private static int Rounds => Best ? 150 : 15;

    private static double SecondsInRound => Best ? 0.0005 : 0.010;

    /// <summary>Reads the flags <c>--best</c>, <c>--cpu</c> and <c>--only=NAME</c>.</summary>
    public static void ReadFlags(string[] args)
    {
        const string OnlyFlag = "--only=";
        Best = args.Contains("--best");
        Only = args.FirstOrDefault(arg => arg.StartsWith(OnlyFlag, StringComparison.Ordinal))?[OnlyFlag.Length..] ?? "";
        Clock.IsOwn = args.Contains("--cpu");
    }

    /// <summary>Prints a line with each contestant's median, and its time relative to the first one's.</summary>
    /// <param name="title">What is measured.</param>
    /// <param name="operations">Floating operations of a call, for GFLOP/s; 0 for microseconds.</param>
    /// <param name="contestants">Ours first.</param>
    public static void Print(string title, double operations, params Contestant[] contestants)
    {
        contestants = [.. contestants.Where(c => c.Name.StartsWith(Only, StringComparison.Ordinal))];
        if (contestants.Length == 0)
            return;
        double[] medians = Medians(contestants);
        Console.Write($"{title,-26}");
        for (int i = 0; i < contestants.Length; i++)
        {
            string value = operations > 0
                ? (operations / medians[i] / 1e9).ToString("F0", CultureInfo.InvariantCulture) + " GF"
                : (medians[i] * 1e6).ToString("F2", CultureInfo.InvariantCulture) + " us";
            string ratio = i == 0 ? "" : (medians[i] / medians[0]).ToString(" (x0.00)", CultureInfo.InvariantCulture);
            Console.Write($" | {contestants[i].Name} {value}{ratio}");
        }
        Console.WriteLine();
    }

    /// <summary>Give the fastest of many short rounds instead of the median, for a look on a busy machine.</summary>
    public static bool Best { get; private set; }

    /// <summary>
    /// Time only contestants whose name begins so. With several threads a peer's helpers go on spinning for a while and take the
    /// processors of the next contestant: then each must be measured in a process of its own.
    /// </summary>
    public static string Only { get; private set; } = "";

    /// <summary>How long a contestant runs before it is timed, at most four times that for a slow one. A kernel's code is replaced soon; the hundreds of methods of a model's run take the JIT more than a second.</summary>
    public static double WarmUpSeconds { get; set; } = 0.25;

    /// <summary>Seconds a call, median over the rounds, by contestant.</summary>
    public static double[] Medians(params Contestant[] contestants)
    {
        int[] calls = [.. contestants.Select(c => CallsInRound(c.Run))];
        double[][] times = [.. contestants.Select(_ => new double[Rounds])];
        for (int round = 0; round < Rounds; round++)
        {
            for (int turn = 0; turn < contestants.Length; turn++)
            {
                int i = (turn + round) % contestants.Length;
                contestants[i].Run();
                double start = Clock.Seconds;
                for (int call = 0; call < calls[i]; call++)
                    contestants[i].Run();
                times[i][round] = (Clock.Seconds - start) / calls[i];
            }
        }
        return [.. times.Select(t => t.Order().ElementAt(Best ? 0 : Rounds / 2))];
    }

    // Long enough for the JIT to replace its first code.
    private static int CallsInRound(Action run)
    {
        long start = Stopwatch.GetTimestamp();
        int calls = 0;
        for (; Stopwatch.GetElapsedTime(start).TotalSeconds < WarmUpSeconds || calls < 40; calls++)
        {
            run();
            if (Stopwatch.GetElapsedTime(start).TotalSeconds > 4 * WarmUpSeconds)
                break;
        }
        double once = Clock.Seconds;
        run();
        return (int)Math.Clamp(SecondsInRound / Math.Max(1e-9, Clock.Seconds - once), 1, 200_000);
    }
}
