using System.Globalization;

namespace Weir.Fuzz;

/// <summary>The tests; or, with a target and seconds, a longer search: <c>dotnet run --project tests/Weir.Fuzz -c Release -- npy 60</c>.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => args switch
    {
        ["all", string seconds, ..] => Task.FromResult(FuzzTarget.All.Max(target => Search(target, seconds, args))),
        [string name, string file] when FuzzTarget.Find(name) is { } target && File.Exists(file) => Task.FromResult(Replay(target, file)),
        [string name, string seconds, ..] when FuzzTarget.Find(name) is { } target => Task.FromResult(Search(target, seconds, args)),
        [] or [['-', ..], ..] => Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, Testing.SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => Task.FromResult(Usage()),
    };

    private static int Search(FuzzTarget target, string seconds, string[] args)
    {
        if (!double.TryParse(seconds, CultureInfo.InvariantCulture, out double limit)) return Usage();
        int seed = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : Environment.TickCount;
        Console.WriteLine($"{target.Name}: {seconds} s, seed {seed}");
        using Watchdog watchdog = new(target.Name);
        Fuzzer fuzzer = new(target, seed, watchdog);
        fuzzer.Run(long.MaxValue, TimeSpan.FromSeconds(limit));
        Console.WriteLine($"{target.Name}: {fuzzer.Inputs} inputs, {fuzzer.Outcomes} outcomes, {fuzzer.Findings.Count} findings");
        foreach (Finding finding in fuzzer.Findings) Console.WriteLine($"{finding.Save(target.Name)}: {finding.Reason}");
        return fuzzer.Findings.Count == 0 ? 0 : 1;
    }

    private static int Replay(FuzzTarget target, string file)
    {
        string outcome = Fuzzer.Try(target, File.ReadAllBytes(file), out Finding? finding);
        Console.WriteLine(finding?.Reason ?? outcome);
        return finding is null ? 0 : 1;
    }

    private static int Usage()
    {
        Console.Error.WriteLine($"usage: Weir.Fuzz TARGET|all SECONDS [SEED] | TARGET FILE; targets: {string.Join(' ', FuzzTarget.All.Select(target => target.Name))}");
        return 2;
    }
}
