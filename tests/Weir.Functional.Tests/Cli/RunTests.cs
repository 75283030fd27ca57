using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Weir.Cli;

public sealed partial class RunTests(ITestOutputHelper log) : IDisposable
{
    /// <summary>What is refused because it is not built yet, by what the program says. Nothing else may stand in for a recorded result.</summary>
    private static readonly (string Reason, string Message)[] NotYet =
    [
        ("op without kernel", "is known but has no kernel in Weir yet"),
        ("flag", "is not available yet"),
    ];

    private readonly CliFolder folder = new();

    /// <summary>Where TensorFlow up to 2.5 and 2.15 differ on a command, the older computed what the newer refuses.</summary>
    [Fact]
    public async Task Runs_signatures_as_saved_model_cli_does()
    {
        HashSet<string> computed = [.. CliRow.Read("run_numpy_exprs").Select(row => row.ToString())];
        Assert.Equal(268, await CompareAll("run", row => !computed.Contains(row.ToString())));
    }

    [Fact]
    public async Task Computes_expressions_as_saved_model_cli_once_did() => Assert.Equal(30, await CompareAll("run_numpy_exprs", _ => true));

    [Fact]
    public async Task A_trace_of_the_run_is_written()
    {
        (int code, string output, string error) = await folder.Run("weir", "run", "--dir", "models/x1_x2_to_y", "--tag_set", "serve", "--signature_def", "x1_x2_to_y",
            "--input_exprs", "x1=[[1.0]];x2=[[2.0]]", "--trace", "steps.json");
        Assert.True(code == 0, error);
        Assert.Contains("Trace is saved to steps.json", output, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(await File.ReadAllBytesAsync(folder.In("steps.json"), TestContext.Current.CancellationToken));
        Assert.Contains(json.RootElement.GetProperty("traceEvents").EnumerateArray(), one => one.GetProperty("ph").GetString() == "X");
    }

    private async Task<int> CompareAll(string file, Func<CliRow, bool> isJudged)
    {
        List<string> wrong = [];
        SortedDictionary<string, int> notYet = new(StringComparer.Ordinal);
        int rows = 0, right = 0;
        bool incomplete = false;
        foreach (CliRow row in CliRow.Read(file))
        {
            rows++;
            if (!isJudged(row)) continue;
            if (!row.KeepsFiles) folder.Empty();
            folder.Write(row.Files("files"));
            (int code, string output, string error) = await folder.Run(ProgramName.SavedModelCli, row.Args);
            string? reason = code != 1 ? null : NotYet.FirstOrDefault(n => error.Contains(n.Message, StringComparison.Ordinal)).Reason
                ?? (row.KeepsFiles && incomplete ? "needs the files of a row that is not yet" : null);
            incomplete = reason is not null && (row.KeepsFiles ? incomplete : true);
            if (reason is not null)
            {
                notYet[reason] = notYet.GetValueOrDefault(reason) + 1;
                continue;
            }

            // What 2.15 refuses as no literal Weir may compute, as TensorFlow up to 2.5 did.
            if (code == 0 && row.ExceptionMessage?.EndsWith("is not a valid python literal.", StringComparison.Ordinal) == true)
            {
                right++;
                continue;
            }

            string? why = code != row.ExitCode ? $"exit code {code}, not {row.ExitCode}; {row.ExceptionMessage}"
                : !SameText(output, row.Output) ? $"got\n{output}\nwant\n{row.Output}"
                : row.ExceptionMessage is null && code != 0 && error != row.Error ? $"got\n{error}\nwant\n{row.Error}"
                : row.ExceptionMessage is not null && (error.Count(c => c == '\n') != 1 || !error.StartsWith("weir: ", StringComparison.Ordinal)) ? $"not one line: {error}"
                : IsOwnMessage(row) && error != $"weir: {row.ExceptionMessage}\n" ? $"got\n{error}\nwant\n{row.ExceptionMessage}"
                : WrongFile(row);
            if (why is null) right++;
            else wrong.Add($"{row}: {why}\n{error}");
        }

        log.WriteLine($"{right} of {rows} as recorded; not yet: {string.Join(", ", notYet.Select(n => $"{n.Key} {n.Value}"))}");
        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n" + string.Join('\n', wrong.Take(40)));
        return rows;
    }

    [Fact]
    public void An_output_key_cannot_lead_out_of_the_folder()
    {
        using StringWriter output = new(), error = new();
        Commands.OutputPrinter printer = new(
            new Commands.RunArguments("m", "serve", "s", IsCompat1: false) { OutDir = "out" }, new CliContext(output, error, folder.Path));
        using Tensor tensor = Tensor.Scalar(1f);
        foreach (string key in new[] { "../evil", "/tmp/evil", "a/../../evil", "sub/evil", ".." + Path.DirectorySeparatorChar + "out2" })
        {
            Assert.Equal(StatusCode.InvalidArgument, Assert.Throws<TfException>(() => printer.Print(key, tensor)).Code);
        }

        printer.Print("fine", tensor);
        Assert.True(File.Exists(folder.In("out/fine.npy")));
    }

    [Theory]
    [InlineData(false, "[[1.    0.001]]", "0.1")]
    [InlineData(true, "[[ 1.     0.001]]", "0.1")]
    public void Outputs_are_printed_as_the_chosen_version_did(bool isCompat1, string matrix, string scalar)
    {
        using StringWriter output = new(), error = new();
        Commands.OutputPrinter printer = new(new Commands.RunArguments("m", "serve", "s", isCompat1), new CliContext(output, error, folder.Path));
        using Tensor first = Tensor.From<float>([1f, 0.001f], [1, 2]);
        using Tensor second = Tensor.Scalar(0.1f);
        printer.Print("a", first);
        printer.Print("b", second);
        Assert.Equal($"Result for output key a:\n{matrix}\nResult for output key b:\n{scalar}\n", output.ToString());
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Whether the message is the tool's, and not Python's, numpy's or the runtime's.</summary>
    private static bool IsOwnMessage(CliRow row) => row.ExceptionCode is null && row.ExceptionMessage is { } m
        && (m.StartsWith("--", StringComparison.Ordinal) || m.StartsWith("Input file", StringComparison.Ordinal) || m.StartsWith("Expression", StringComparison.Ordinal)
        || m.StartsWith("Output file", StringComparison.Ordinal) || m.StartsWith("Could not find signature", StringComparison.Ordinal)
        || m.StartsWith("MetaGraphDef", StringComparison.Ordinal) || m.StartsWith("At least one", StringComparison.Ordinal));

    private string? WrongFile(CliRow row)
    {
        foreach ((string path, byte[] bytes) in row.Files("wrote"))
        {
            if (!File.Exists(folder.In(path))) return $"{path} was not written";
            if (!File.ReadAllBytes(folder.In(path)).AsSpan().SequenceEqual(bytes)) return $"{path} has other bytes";
        }

        return null;
    }

    /// <summary>The same text, where the last digits of floats may differ.</summary>
    private static bool SameText(string got, string want)
    {
        if (got == want) return true;
        string[] a = Floats().Split(got), b = Floats().Split(want);
        return a.SequenceEqual(b) && Floats().Matches(got).Zip(Floats().Matches(want)).All(p => Near(p.First.Value, p.Second.Value));
    }

    private static bool Near(string a, string b)
    {
        if (a == b) return true;
        double x = double.Parse(a, CultureInfo.InvariantCulture), y = double.Parse(b, CultureInfo.InvariantCulture);
        return Math.Abs(x - y) <= 1e-6 + (1e-5 * Math.Abs(y));
    }

    [GeneratedRegex(@"-?[0-9]+\.[0-9]*(?:e[-+][0-9]+)?")]
    private static partial Regex Floats();
}
