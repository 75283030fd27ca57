using System.Collections.Concurrent;

namespace Weir.Conformance;

/// <summary>How the scenarios of one family came out.</summary>
internal sealed record ScenarioReport(string Family, IReadOnlyList<ScenarioResult> Results)
{
    private static readonly ConcurrentDictionary<string, Lazy<ScenarioReport>> Known = new();

    public int Steps => Green + NotYet + Wrong.Count;

    public int Green => Results.Sum(result => result.Green);

    public int NotYet => Results.Sum(result => result.NotYet);

    public IReadOnlyList<string> Wrong => [.. Results.SelectMany(result => result.Wrong)];

    /// <summary>The report of a family: made once a process.</summary>
    public static ScenarioReport Of(string family) => Known.GetOrAdd(family, name => new Lazy<ScenarioReport>(() => Make(name, _ => true))).Value;

    /// <summary>The report of the scenarios that a filter leaves.</summary>
    public static ScenarioReport Make(string family, Func<Scenario, bool> filter) => new(family,
        [.. Corpus.Lines(Corpus.Path("scenarios", family + ".jsonl.gz")).Select(row => new Scenario(row)).Where(filter).AsParallel().AsOrdered().Select(ScenarioRun.Of)]);

    /// <summary>Prints each step that differs, and the counts.</summary>
    /// <returns>The exit code: 1 if something differs.</returns>
    public static int Print(string family, string name)
    {
        ScenarioReport report = Make(family, scenario => scenario.Name.Contains(name, StringComparison.OrdinalIgnoreCase));
        foreach (string difference in report.Wrong) Console.WriteLine(difference);
        IEnumerable<string> missing = report.Results.SelectMany(result => result.Missing).Distinct().Order(StringComparer.Ordinal);
        Console.WriteLine($"{family}: {report.Green} steps green, {report.Wrong.Count} differ, {report.NotYet} not yet {string.Join(", ", missing)}");
        return report.Wrong.Count > 0 ? 1 : 0;
    }
}
