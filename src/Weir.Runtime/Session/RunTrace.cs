using System.Diagnostics;

namespace Weir;

/// <summary>When each step of a run began and ended. Pass one in <see cref="RunOptions.Trace"/>; not for concurrent runs.</summary>
public sealed class RunTrace
{
    private readonly List<Entry> entries = [];

    /// <summary>The steps in the order in which they ended.</summary>
    public IReadOnlyList<Entry> Entries => entries;

    internal void Add(string node, string op, long start, long end) =>
        entries.Add(new Entry(node, op, Stopwatch.GetElapsedTime(0, start), Stopwatch.GetElapsedTime(start, end)));

    /// <summary>One step.</summary>
    /// <param name="Node">The node's name.</param>
    /// <param name="Op">The op it ran.</param>
    /// <param name="Start">When it began, on the clock of <see cref="Stopwatch.GetTimestamp"/>.</param>
    /// <param name="Duration">How long it took.</param>
    public sealed record Entry(string Node, string Op, TimeSpan Start, TimeSpan Duration);
}
