using System.Diagnostics;

namespace Weir.Plans;

/// <summary>Which of two ways to run strands takes less time, found by trying both: how long a kernel takes, and how well it uses all threads, shows in a run alone.</summary>
/// <remarks>Runs at the same time may overwrite each other's notes, which costs a worse choice for a while and nothing else.</remarks>
internal sealed class FasterWay
{
    /// <summary>What a way is judged after: the first run has code to compile, memory to find and threads to wake.</summary>
    private const int RunsToKnow = 3;

    /// <summary>The other way is tried again, <see cref="RunsToKnow"/> times, in so many runs: code becomes faster as it is compiled again, and machines become busy.</summary>
    private const int Period = 256;

    /// <summary>In turn is gentler to the caches and to other runs: side by side must win a twentieth.</summary>
    private const double Preference = 0.95;

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
        isSideBySide = isLong && inTurn.IsKnown && (!sideBySide.IsKnown || (sideBySide.Ticks < inTurn.Ticks * Preference) != (run < RunsToKnow));
        return isLong || !inTurn.IsKnown || run == 0;
    }

    /// <summary>Notes what a run took.</summary>
    public void Took(bool wasSideBySide, long ticks) => (wasSideBySide ? sideBySide : inTurn).Took(ticks);

    private sealed class Way
    {
        private int runs;

        /// <summary>The least that it took; it rises slowly, for most runs that take longer were disturbed.</summary>
        public long Ticks { get; private set; }

        public bool IsKnown => runs >= RunsToKnow;

        public void Took(long ticks)
        {
            Ticks = runs == 0 || ticks < Ticks ? ticks : Ticks + ((Math.Min(ticks, Ticks * 2) - Ticks) / 32);
            if (!IsKnown) runs++;
        }
    }
}
