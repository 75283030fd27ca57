using System.Diagnostics;

namespace Weir.Plans;

/// <summary>Which of two ways to run strands takes less time, found by trying both: how long a kernel takes, and how well it uses all threads, shows in a run alone.</summary>
/// <remarks>Runs at the same time may overwrite each other's notes, which costs a worse choice for a while and nothing else.</remarks>
internal sealed class FasterWay
{
    /// <summary>The other way is tried again once in so many runs.</summary>
    private const int Period = 128;

    /// <summary>What a way is judged after: the first run has code to compile and memory to find.</summary>
    private const int RunsToKnow = 3;

    /// <summary>Below 50 microseconds there is nothing to win.</summary>
    private static readonly long s_worthwhile = Stopwatch.Frequency / 20_000;

    private readonly Way inTurn = new(), sideBySide = new();
    private int run;

    /// <summary>What all strands take in turn, as far as is known.</summary>
    public long PicosecondsInTurn => (long)(inTurn.Ticks * (1e12 / Stopwatch.Frequency));

    /// <summary>How the next run should be done.</summary>
    /// <param name="isSideBySide">Whether side by side.</param>
    /// <returns>Whether it should be timed.</returns>
    public bool Choose(out bool isSideBySide)
    {
        run = (run + 1) % Period;
        bool isLong = inTurn.Ticks >= s_worthwhile;
        isSideBySide = isLong && inTurn.IsKnown && (!sideBySide.IsKnown || (sideBySide.Ticks < inTurn.Ticks) != (run == 0));
        return isLong || !inTurn.IsKnown || run == 0;
    }

    /// <summary>Notes what a run took.</summary>
    public void Took(bool wasSideBySide, long ticks) => (wasSideBySide ? sideBySide : inTurn).Took(ticks);

    private sealed class Way
    {
        private int runs;

        /// <summary>The least that it took; what takes longer again and again is believed.</summary>
        public long Ticks { get; private set; }

        public bool IsKnown => runs >= RunsToKnow;

        public void Took(long ticks)
        {
            Ticks = runs == 0 || ticks < Ticks ? ticks : Ticks + ((Math.Min(ticks, Ticks * 2) - Ticks) / 8);
            if (!IsKnown) runs++;
        }
    }
}
