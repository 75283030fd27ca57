using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Weir.Ops;

namespace Weir.Conformance;

/// <summary>docs/compatibility.md: its generated part, between two marks, and the hand-written rest.</summary>
internal static partial class CompatibilityPage
{
    public const string HowToUpdate = "dotnet run --project tests/Weir.Conformance.Tests -c Release -- --update-compatibility";

    private const string Begin = "<!-- generated from here: " + HowToUpdate + " -->";
    private const string End = "<!-- generated up to here -->";

    public static string File { get; } = Path.Combine(Corpus.Root, "..", "..", "docs", "compatibility.md");

    /// <summary>The page as it should be: the generated part made anew, the rest kept.</summary>
    public static string Renewed(string page)
    {
        int begin = page.IndexOf(Begin, StringComparison.Ordinal);
        int end = page.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin) throw new InvalidDataException($"The page lacks the marks '{Begin}' and '{End}'.");
        return page[..(begin + Begin.Length)] + "\n\n" + Generate() + page[end..];
    }

    /// <summary>What was green in one page and is "not yet" in another: rows whose number of things not yet done grew.</summary>
    public static IReadOnlyList<string> Lost(string before, string after)
    {
        Dictionary<string, int> old = NotYet(before);
        return [.. NotYet(after).Where(row => old.TryGetValue(row.Key, out int count) && row.Value > count).Select(row => $"{row.Key}: {old[row.Key]} not yet before, {row.Value} now")];
    }

    /// <returns>The exit code: 1 if something that was done is undone; the page is left as it is then.</returns>
    public static int Update()
    {
        string before = System.IO.File.ReadAllText(File);
        string after = Renewed(before);
        IReadOnlyList<string> lost = Lost(before, after);
        foreach (string row in lost) Console.Error.WriteLine(row);
        if (lost.Count > 0) return 1;
        System.IO.File.WriteAllText(File, after);
        return 0;
    }

    private static string Generate()
    {
        StringBuilder text = new();
        FamilyReport[] families = [.. FamilyReport.Families.Select(FamilyReport.Of)];
        AppendFamilies(text, families);
        AppendOps(text, families);
        AppendModels(text);
        return text.ToString();
    }

    private static void AppendFamilies(StringBuilder text, FamilyReport[] families)
    {
        text.Append("| family | cases | green | not yet | nothing to assert | gradients green |\n|---|---:|---:|---:|---:|---:|\n");
        foreach (FamilyReport f in families) Row(f.Family, f.Cases, f.Green, f.NotYet.Values.Sum(), f.Undefined, f.Gradients);
        Row("**all**", families.Sum(f => f.Cases), families.Sum(f => f.Green), families.Sum(f => f.NotYet.Values.Sum()), families.Sum(f => f.Undefined), families.Sum(f => f.Gradients));

        void Row(string name, params ReadOnlySpan<int> numbers) =>
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", numbers.ToArray())} |\n");
    }

    private static void AppendOps(StringBuilder text, FamilyReport[] families)
    {
        text.Append("\nOps that can be computed: ");
        text.AppendJoin(", ", OpTable.All.Select(op => op.Name).Where(name => !name.StartsWith('_')).Order(StringComparer.Ordinal).Select(name => $"`{name}`"));
        text.Append(".\n");
        if (families.All(family => family.NotYet.Count == 0)) return;
        text.Append("\n<details><summary>Ops not yet, with the number of their cases</summary>\n\n");
        foreach (FamilyReport family in families.Where(f => f.NotYet.Count > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"* **{family.Family}** {string.Join(", ", family.NotYet.Select(op => $"{op.Key} {op.Value}"))}\n");
        }

        text.Append("\n</details>\n");
    }

    private static void AppendModels(StringBuilder text)
    {
        foreach (IGrouping<string, ModelResult> folder in ModelReport.Results.GroupBy(result => result.Folder))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"\n### {folder.Key}: {folder.Sum(m => m.Green)} of {folder.Sum(m => m.Calls)} calls green, {folder.Count(m => m.NotYet == 0)} of {folder.Count()} models whole\n\n");
            text.Append("| model | calls | green | not yet | needs |\n|---|---:|---:|---:|---|\n");
            foreach (ModelResult m in folder) text.Append(CultureInfo.InvariantCulture, $"| {m.Folder}/{m.Model} | {m.Calls} | {m.Green} | {m.NotYet} | {string.Join(", ", m.Missing)} |\n");
        }

        text.Append('\n');
    }

    private static Dictionary<string, int> NotYet(string page)
    {
        Dictionary<string, int> rows = [];
        foreach (Match row in CountedRow().Matches(page)) rows.TryAdd(row.Groups[1].Value, int.Parse(row.Groups[2].Value, CultureInfo.InvariantCulture));
        return rows;
    }

    [GeneratedRegex(@"^\| ([\w/]+) \| \d+ \| \d+ \| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex CountedRow();
}
