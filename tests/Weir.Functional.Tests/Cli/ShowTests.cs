using Weir.Tests;

namespace Weir.Cli;

public sealed class ShowTests : IDisposable
{
    private readonly CliFolder folder = new();

    [Fact]
    public async Task Prints_what_saved_model_cli_prints()
    {
        Assert.Equal(681, await CompareAll("show"));
    }

    [Fact]
    public async Task Scans_as_saved_model_cli_does()
    {
        Assert.Equal(18, await CompareAll("scan"));
    }

    private async Task<int> CompareAll(string file)
    {
        List<string> wrong = [];
        int rows = 0;
        foreach (CliRow row in CliRow.Read(file))
        {
            rows++;
            (int code, string output, string error) = await folder.Run(ProgramName.SavedModelCli, row.Args);
            string? why = code != row.ExitCode ? $"exit code {code}, not {row.ExitCode}"
                : OpSets.Sorted(output) != OpSets.Sorted(row.Output) ? $"got\n{output}\nwant\n{row.Output}"
                : row.ExceptionMessage is null && code != 0 && error != row.Error ? $"got\n{error}\nwant\n{row.Error}"
                : row.ExceptionMessage is not null && error.Count(c => c == '\n') != 1 ? $"not one line: {error}"
                : row.ExceptionMessage is { } m && !m.StartsWith("Cannot parse", StringComparison.Ordinal) && error != $"weir: {m}\n" ? $"got\n{error}\nwant\n{m}"
                : null;
            if (why is not null) wrong.Add($"{row}: {why}\n{error}");
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n" + string.Join('\n', wrong.Take(15)));
        return rows;
    }

    /// <summary>TensorFlow compares the numbers of functions as text; which of two begins with a smaller digit depends on what was loaded before.</summary>
    private const string OrderedByChance = "k2_activations";

    /// <summary>What the tool of the version that wrote the model printed, functions and their arguments included.</summary>
    [Fact]
    public async Task Shows_the_models_of_TensorFlow_2()
    {
        List<string> wrong = [];
        int models = 0;
        foreach (string path in Directory.GetFiles(Corpus.PathOf("tf2_models"), "show.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            models++;
            if (path.Contains(OrderedByChance, StringComparison.Ordinal)) continue;
            string recorded = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
            (int code, string output, _) = await folder.Run(ProgramName.SavedModelCli, "show", "--dir", Path.Combine(Path.GetDirectoryName(path)!, "model"), "--all");
            if (code != 0 || Comparable(output) != Comparable(recorded)) wrong.Add($"{path}: {code}\n{FirstDifference(Comparable(recorded), Comparable(output))}");
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {models} differ:\n" + string.Join('\n', wrong.Take(15)));
        Assert.Equal(111, models);
    }

    [Fact]
    public async Task The_own_name_prints_the_same()
    {
        foreach (CliRow row in CliRow.Read("show").Where(r => r.ExitCode == 0 && r.Args[0] == "show" && !r.Args.Contains("--noall")))
        {
            (int code, string output, _) = await folder.Run("weir", row.Args);
            Assert.True(code == 0, row.ToString());
            Assert.Equal(OpSets.Sorted(row.Output), OpSets.Sorted(output));
        }
    }

    [Fact]
    public async Task Compat_1_prints_tag_sets_without_quotes_and_no_ops()
    {
        (int code, string output, _) = await folder.Run("weir", "show", "--dir", "models/x1_x2_to_y", "--compat=1.x");
        Assert.Equal((0, "The given SavedModel contains the following tag-sets:\nserve\ngpu, serve\n"), (code, output));
        (_, string all, _) = await folder.Run("weir", "show", "--dir", "models/x1_x2_to_y", "--all", "--compat=1.x");
        CliRow today = CliRow.Read("show").First(r => r.Args.SequenceEqual(["show", "--dir", "models/x1_x2_to_y", "--all"]));
        Assert.Equal(string.Concat(today.Output.Split('\n').Where(l => !l.StartsWith("The MetaGraph", StringComparison.Ordinal)).Select(l => l + "\n"))[..^1], all);
    }

    /// <summary>A loop, its body and what each step frees, of a model whose variables are not read for it.</summary>
    [Fact]
    public async Task A_plan_shows_the_steps_of_a_signature()
    {
        string model = Path.Combine(Corpus.PathOf("tf2_models"), "k2_lstm", "model");
        (int code, string output, string error) = await folder.Run("weir", "show", "--dir", model, "--tag_set", "serve", "--signature_def", "serving_default", "--plan");
        Assert.True(code == 0, error);
        foreach (string part in new[] { "Feeds: 1", "Prologue, again when a variable has changed", " = While(", "while -> s", "ReadVariableOp(q", "packed p", "frees s", "Fetches: 8" })
        {
            Assert.Contains(part, output, StringComparison.Ordinal);
        }

        (_, string lonely, _) = await folder.Run("weir", "show", "--dir", model, "--tag_set", "serve", "--plan");
        Assert.StartsWith("--plan must be paired with a tag-set and a signature.", lonely, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>The order of a set of ops and of a dict means nothing: of a line that shows a dict the characters are compared.</summary>
    private static string Comparable(string output) =>
        string.Join('\n', OpSets.Sorted(output).Split('\n').Select(line => line.Contains("Value: {", StringComparison.Ordinal) ? string.Concat(line.Order()) : line));

    private static string FirstDifference(string want, string got)
    {
        string[] a = want.Split('\n'), b = got.Split('\n');
        int line = Enumerable.Range(0, Math.Max(a.Length, b.Length)).First(i => i >= a.Length || i >= b.Length || a[i] != b[i]);
        return $"line {line + 1}: want {a.ElementAtOrDefault(line)}\ngot {b.ElementAtOrDefault(line)}";
    }
}
