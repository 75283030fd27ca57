namespace Weir.Fuzz;

/// <summary>Short searches that are the same every time, and the inputs that once found something.</summary>
public sealed class FuzzTests
{
    private const int Inputs = 1500;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static TheoryData<string> Targets => [.. FuzzTarget.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Damaged_inputs_give_documented_errors_in_bounded_time_and_memory(string name)
    {
        Fuzzer fuzzer = new(FuzzTarget.Find(name)!, seed: 7);
        fuzzer.Run(Inputs, Patience);
        Assert.True(fuzzer.Findings.Count == 0, string.Join('\n', fuzzer.Findings.Select(finding => finding.Reason)));
        Assert.Equal(Inputs, fuzzer.Inputs);
        Assert.True(fuzzer.Outcomes >= 5, $"only {fuzzer.Outcomes} outcomes");
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void What_was_found_once_stays_mended(string name)
    {
        DirectoryInfo folder = new(Path.Combine(Corpus.Repository, "tests", "Weir.Fuzz", "Inputs", name));
        foreach (FileInfo file in folder.Exists ? folder.GetFiles() : [])
        {
            Fuzzer.Try(FuzzTarget.Find(name)!, File.ReadAllBytes(file.FullName), out Finding? finding);
            Assert.True(finding is null, $"{file.Name}: {finding?.Reason}");
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Seeds_are_read(string name)
    {
        FuzzTarget target = FuzzTarget.Find(name)!;
        int read = 0, seeds = 0;
        foreach (byte[] seed in target.Seeds())
        {
            seeds++;
            if (Fuzzer.Try(target, seed, out Finding? finding).StartsWith("ok", StringComparison.Ordinal)) read++;
            Assert.Null(finding?.Reason);
        }

        Assert.True(seeds > 0 && read >= Math.Min(3, seeds) && read * 5 >= seeds, $"{read} of {seeds}");
    }
}
