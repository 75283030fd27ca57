namespace Weir.Cli;

public sealed class ProgramTests : IDisposable
{
    private readonly CliFolder folder = new();

    [Theory]
    [InlineData("-h")]
    [InlineData("--help")]
    [InlineData("show", "-h")]
    [InlineData("show", "--help")]
    [InlineData("run", "-h")]
    [InlineData("run", "--help")]
    [InlineData("serve", "--help")]
    public async Task Help_is_printed_on_stdout(params string[] args)
    {
        (int code, string output, string error) = await WeirProcess.Run(WeirProcess.Executable, folder.Path, args);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Usage:\n  weir", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("show")]
    [InlineData("show", "--dir", "models/nowhere")]
    [InlineData("show", "--dir", "models/x1_x2_to_y", "--unknown")]
    [InlineData("show", "--dir", "models/pb_garbage")]
    [InlineData("run", "--dir", "models/x1_x2_to_y")]
    [InlineData("inspect", "--file_name=x")]
    [InlineData("show", "--dir", "models/x1_x2_to_y", "--compat=3")]
    [InlineData]
    public async Task Errors_are_one_line_and_exit_code_1(params string[] args)
    {
        (int code, string output, string error) = await folder.Run("weir", args);
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("weir: ", error, StringComparison.Ordinal);
        Assert.Equal(error.Length - 1, error.IndexOf('\n', StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_real_program_shows_a_model()
    {
        CliRow row = CliRow.Read("show").First(r => r.Args.SequenceEqual(["show", "--dir", "models/x1_x2_to_y", "--all"]));
        (int code, string output, string error) = await WeirProcess.Run(WeirProcess.Executable, folder.Path, row.Args);
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(OpSets.Sorted(row.Output), OpSets.Sorted(output));
    }

    [Fact]
    public async Task Through_a_link_it_is_the_other_program()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        string link = folder.In(ProgramName.SavedModelCli);
        File.CreateSymbolicLink(link, WeirProcess.Executable);
        int rows = 0;
        foreach (CliRow row in CliRow.Read("show").Where((r, i) => i % 60 == 0 || r.ExitCode == 2))
        {
            rows++;
            (int code, string output, _) = await WeirProcess.Run(link, folder.Path, row.Args);
            Assert.True(row.ExitCode == code, row.ToString());
            Assert.Equal(OpSets.Sorted(row.Output), OpSets.Sorted(output));
        }

        Assert.InRange(rows, 12, 40);
    }

    public void Dispose() => folder.Dispose();
}
