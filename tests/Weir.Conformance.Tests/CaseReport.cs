namespace Weir.Conformance;

/// <summary>What is printed while somebody builds an op: each case that differs, and the counts.</summary>
internal static class CaseReport
{
    /// <returns>The exit code: 1 if something differs.</returns>
    public static int Print(Func<OpCase, bool> filter)
    {
        int green = 0, wrong = 0, notYet = 0, undefined = 0;
        foreach (string family in FamilyReport.Families)
        {
            FamilyReport report = FamilyReport.Make(family, filter);
            foreach (string difference in report.Wrong) Console.WriteLine(difference);
            green += report.Green;
            wrong += report.Wrong.Count;
            undefined += report.Undefined;
            notYet += report.NotYet.Values.Sum();
        }

        Console.WriteLine($"{green} green, {wrong} differ, {undefined} assert nothing, {notYet} not yet");
        return wrong > 0 ? 1 : 0;
    }

    /// <returns>The exit code: 1 if something differs, or there is no such model.</returns>
    public static int PrintModel(string model)
    {
        List<(string Folder, string Model)> found = [.. ModelRun.All.Where(one => one.Model == model)];
        int wrong = found.Count == 0 ? 1 : 0;
        foreach ((string folder, string name) in found)
        {
            ModelResult result = ModelRun.Of(folder, name);
            foreach (string difference in result.Wrong) Console.WriteLine(difference);
            Console.WriteLine($"{folder}/{name}: {result.Green} green, {result.Wrong.Count} differ, {result.NotYet} not yet {string.Join(", ", result.Missing)}");
            wrong += result.Wrong.Count;
        }

        return wrong > 0 ? 1 : 0;
    }
}
