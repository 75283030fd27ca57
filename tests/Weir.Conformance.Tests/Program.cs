namespace Weir.Conformance;

/// <summary>The tests; or, with arguments of its own, a report while an op is being built and the page of what is done.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => args switch
    {
        ["--op", string ops] => Task.FromResult(CaseReport.Print(one => ops.Split(',').Contains(one.Op))),
        ["--op", string op, "--case", string name] => Task.FromResult(CaseReport.Print(one => one.Op == op && one.Name.Contains(name, StringComparison.OrdinalIgnoreCase))),
        ["--model", string model] => Task.FromResult(CaseReport.PrintModel(model)),
        ["--scenario", string family] => Task.FromResult(ScenarioReport.Print(family, "")),
        ["--scenario", string family, string name] => Task.FromResult(ScenarioReport.Print(family, name)),
        ["--gradients", string family] => Task.FromResult(ScenarioGradients.Print(family, "")),
        ["--gradients", string family, string name] => Task.FromResult(ScenarioGradients.Print(family, name)),
        ["--update-compatibility"] => Task.FromResult(CompatibilityPage.Update()),
        _ => Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, Testing.SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    };
}
