using System.Text.Json;
using Weir.Tests;

namespace Weir.Cli;

/// <summary>The recorded runs of <c>inspect_checkpoint</c>, and <c>weir inspect</c> with the same arguments.</summary>
public sealed class InspectTests
{
    /// <summary>What Python itself fails on, and its long help.</summary>
    private static readonly string[] PythonsOwn = ["suppress=yes", "--help"];

    public static TheoryData<string, int> Runs() => [.. from folder in new[] { "seed", "printing" }
                                                        from run in Recorded(folder).Select((run, index) => (run, index))
                                                        where !Arguments(run.run, folder).Intersect(PythonsOwn).Any()
                                                        select new TheoryDataRow<string, int>(folder, run.index)];

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Prints_what_the_tool_printed(string folder, int index)
    {
        JsonElement run = Recorded(folder)[index];
        using StringWriter output = new(), error = new();
        CliContext context = new(output, error, Corpus.PathOf($"checkpoints/{folder}"));
        int code = await Program.RunAsync(ProgramName.InspectCheckpoint, Arguments(run, folder), context, TestContext.Current.CancellationToken);
        Assert.Equal(run.GetProperty("exit").GetInt32(), code);
        Assert.Equal(Here(run.GetProperty("stdout").GetString()!, folder), output.ToString());
        Assert.Equal(run.TryGetProperty("stderr", out JsonElement text) ? text.GetString() : "", error.ToString());
    }

    [Fact]
    public async Task Under_its_own_name_it_prints_the_same_and_errors_go_to_stderr()
    {
        using StringWriter output = new(), error = new();
        CliContext context = new(output, error, Corpus.PathOf("checkpoints/seed"));
        Assert.Equal(0, await Program.RunAsync("weir", ["inspect", "--file_name=model.ckpt", "--tensor_name=v2", "--printoptions", "threshold=2", "edgeitems=1"], context, TestContext.Current.CancellationToken));
        Assert.Equal("tensor: v2 (float32) [5]\n[-1. ... -1.]\n# Total number of params: 8\n", output.ToString());
        Assert.Equal(0, await Program.RunAsync("weir", ["--compat=1.x", "inspect", "--file_name=model.ckpt", "--tensor_name=v1", "--all_tensors"], context, TestContext.Current.CancellationToken));
        Assert.EndsWith("tensor_name:  v1\n[ 1.  1.  1.]\n", output.ToString(), StringComparison.Ordinal);
        Assert.Equal("", error.ToString());
    }

    private static JsonElement[] Recorded(string folder) =>
        [.. JsonElement.Parse(File.ReadAllText(Corpus.PathOf($"checkpoints/{folder}/expect.json"))).GetProperty("inspect_checkpoint").EnumerateArray()];

    private static string[] Arguments(JsonElement run, string folder) => [.. run.GetProperty("args").EnumerateArray().Select(argument => Here(argument.GetString()!, folder))];

    private static string Here(string text, string folder) => text.Replace($"/ckpt/{folder}", Corpus.PathOf($"checkpoints/{folder}"), StringComparison.Ordinal);
}
