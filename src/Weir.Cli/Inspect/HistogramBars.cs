using Weir.Checkpoints;

namespace Weir.Cli.Inspect;

/// <summary>Draws how numbers are spread: in a few characters, or as a bar for each part of the range.</summary>
internal static class HistogramBars
{
    private const string Levels = "▁▂▃▄▅▆▇█";
    private const string Eighths = "▏▎▍▌▋▊▉█";
    private const int MaxBar = 50;

    /// <summary>A character for each part; none of them is empty but where there is nothing.</summary>
    public static string Line(TensorStatistics statistics)
    {
        long most = statistics.Bins.Max();
        return string.Concat(statistics.Bins.Select(count => count == 0 ? ' ' : Levels[(int)((count * (Levels.Length - 1)) / most)]));
    }

    /// <summary>A line for each part: where it begins, a bar, how many.</summary>
    /// <param name="statistics">Of a tensor with finite numbers.</param>
    /// <param name="width">The columns there are.</param>
    public static IEnumerable<string> Bars(TensorStatistics statistics, int width)
    {
        long most = statistics.Bins.Max();
        string[] starts = [.. statistics.Bins.Select((_, bin) => Sizes.Number(Start(statistics, bin)))];
        string[] counts = [.. statistics.Bins.Select(Sizes.Count)];
        int label = starts.Max(text => text.Length), number = counts.Max(text => text.Length);
        int room = Math.Clamp(width - label - number - 4, 4, MaxBar);
        for (int bin = 0; bin < starts.Length; bin++) yield return $"{starts[bin].PadLeft(label)}  {Bar(statistics.Bins[bin], most, room).PadRight(room)} {counts[bin].PadLeft(number)}";
    }

    private static double Start(TensorStatistics statistics, int bin)
    {
        double part = (double)bin / statistics.Bins.Count;
        return (statistics.Min * (1 - part)) + (statistics.Max * part);
    }

    private static string Bar(long count, long most, int room)
    {
        int eighths = (int)Math.Ceiling((double)count / most * room * Eighths.Length);
        string whole = new('█', eighths / Eighths.Length);
        return eighths % Eighths.Length == 0 ? whole : whole + Eighths[(eighths % Eighths.Length) - 1];
    }
}
