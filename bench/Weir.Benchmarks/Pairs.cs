using System.Diagnostics;

namespace Weir.Benchmarks;

/// <summary>Two programs timed in turn, many short rounds: the median of the ratios of neighbours, for what disturbs a machine disturbs both.</summary>
/// <param name="Ours">Seconds a call, median.</param>
/// <param name="Theirs">Seconds a call, median.</param>
/// <param name="Speed">Their time divided by ours, median over the rounds: above 1, ours is faster.</param>
internal readonly record struct Pairs(double Ours, double Theirs, double Speed)
{
    private const double SecondsInRound = 0.002;
    private const int MostRounds = 500;

    /// <summary>Times them.</summary>
    /// <param name="ours">One call.</param>
    /// <param name="theirs">One call.</param>
    /// <param name="seconds">How long to go on, after warming up.</param>
    public static Pairs Of(Action ours, Action theirs, double seconds)
    {
        int ourCalls = CallsInRound(ours), theirCalls = CallsInRound(theirs);
        List<double> ourTimes = [], theirTimes = [], ratios = [];
        long start = Stopwatch.GetTimestamp();
        while (ratios.Count < 5 || (ratios.Count < MostRounds && Stopwatch.GetElapsedTime(start).TotalSeconds < seconds))
        {
            bool swap = ratios.Count % 2 == 1;
            double first = swap ? Round(theirs, theirCalls) : Round(ours, ourCalls), second = swap ? Round(ours, ourCalls) : Round(theirs, theirCalls);
            ourTimes.Add(swap ? second : first);
            theirTimes.Add(swap ? first : second);
            ratios.Add(theirTimes[^1] / ourTimes[^1]);
        }

        return new Pairs(Median(ourTimes), Median(theirTimes), Median(ratios));
    }

    public static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);

    // One more call comes first: it finds its data in the cache again, and helpers of the other that still spin go to sleep meanwhile.
    private static double Round(Action run, int calls)
    {
        long settle = Stopwatch.GetTimestamp();
        do run();
        while (Stopwatch.GetElapsedTime(settle).TotalSeconds < SecondsInRound / 2);
        double start = Clock.Seconds;
        for (int call = 0; call < calls; call++) run();
        return (Clock.Seconds - start) / calls;
    }

    // Long enough for the JIT to replace its first code.
    private static int CallsInRound(Action run)
    {
        long start = Stopwatch.GetTimestamp();
        for (int calls = 0; calls < 2 || (calls < 20_000 && Stopwatch.GetElapsedTime(start).TotalSeconds < 0.6); calls++) run();
        double once = Clock.Seconds;
        run();
        run();
        return (int)Math.Clamp(2 * SecondsInRound / (Clock.Seconds - once), 1, 100_000);
    }
}
