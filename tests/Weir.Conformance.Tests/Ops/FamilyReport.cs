using System.Collections.Concurrent;
using Weir.Ops;

namespace Weir.Conformance;

/// <summary>How the cases of one family came out.</summary>
/// <param name="Family">The family, which is the file's name.</param>
/// <param name="Green">Cases compared and equal.</param>
/// <param name="Gradients">Cases whose recorded gradients were compared as well.</param>
/// <param name="Undefined">Cases of ops with a kernel that have nothing to assert.</param>
/// <param name="NotYet">For each op without a kernel the number of its cases.</param>
/// <param name="Wrong">The cases that differ, each with what differs.</param>
internal sealed record FamilyReport(
    string Family, int Green, int Gradients, int Undefined, SortedDictionary<string, int> NotYet, IReadOnlyList<string> Wrong)
{
    private static readonly ConcurrentDictionary<string, Lazy<FamilyReport>> Known = new();

    public static IReadOnlyList<string> Families { get; } =
        [.. Directory.EnumerateFiles(Corpus.Path("ops"), "*.jsonl.gz").Select(file => Path.GetFileName(file).Split('.')[0]).Order(StringComparer.Ordinal)];

    public int Cases => Green + Undefined + Wrong.Count + NotYet.Values.Sum();

    /// <summary>The report of a family: made once a process.</summary>
    public static FamilyReport Of(string family) => Known.GetOrAdd(family, name => new Lazy<FamilyReport>(() => Make(name, _ => true))).Value;

    /// <summary>The report of the cases that a filter leaves.</summary>
    public static FamilyReport Make(string family, Func<OpCase, bool> filter)
    {
        int green = 0, undefined = 0, gradients = 0;
        ConcurrentDictionary<string, int> notYet = new();
        ConcurrentBag<string> wrong = [];
        Parallel.ForEach(Corpus.Lines(Corpus.Path("ops", family + ".jsonl.gz")), row =>
        {
            OpCase one = new(family, row);
            if (!filter(one)) return;
            if (OpTable.Find(one.Op) is null)
            {
                notYet.AddOrUpdate(one.Op, 1, (_, count) => count + 1);
                return;
            }

            if (one.IsUndefined) Interlocked.Increment(ref undefined);
            else if (OpCaseRun.Difference(one) is { } difference) wrong.Add($"{one}: {difference}");
            else
            {
                Interlocked.Increment(ref green);
                if (one.HasGradients) Interlocked.Increment(ref gradients);
            }
        });
        return new FamilyReport(family, green, gradients, undefined, new SortedDictionary<string, int>(notYet, StringComparer.Ordinal), [.. wrong.Order(StringComparer.Ordinal)]);
    }
}
