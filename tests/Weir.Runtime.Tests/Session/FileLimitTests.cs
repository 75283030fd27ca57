namespace Weir.Runtime.Tests;

/// <summary>A run opens, lists, reads and writes as much as it may, and no more; the next one begins anew.</summary>
public sealed class FileLimitTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("weir-files-").FullName;
    private readonly Graph graph = new();

    public FileLimitTests()
    {
        for (int i = 0; i < 10; i++) File.WriteAllText(Path.Combine(folder, $"f{i}.txt"), "0123456789");
    }

    [Theory]
    [InlineData(10, 10, 100, true)]
    [InlineData(11, 10, 1000, false)]
    [InlineData(10, 100, 99, false)]
    public void Files_that_are_read_are_counted(int rounds, int maxFiles, long maxBytes, bool fits)
    {
        Output end = graph.While(
            v => v[0].LessThan(v[0].Graph.Constant(Tensor.Scalar((float)rounds))),
            v => [v[0] + 1, v[0].Graph.Apply("ReadFile", v[0].Graph.Constant(Tensor.Scalar("f3.txt")))],
            [graph.Constant(Tensor.Scalar(0f)), graph.Constant(Tensor.Scalar(""))])[1];
        using Session session = Open(maxFiles, maxBytes);
        for (int run = 0; run < 2; run++) Expect(fits, "f3.txt", () => session.Run(end).Dispose());
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(9, false)]
    public void Names_that_are_listed_are_counted(int maxFiles, bool fits)
    {
        Output names = graph.Apply("MatchingFiles", graph.Constant(Tensor.Scalar("*.txt")));
        using Session session = Open(maxFiles, 1000);
        Expect(fits, "MaxRunFiles", () => session.Run(names).Dispose());
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(4, false)]
    public void Bytes_that_are_written_are_counted(int maxBytes, bool fits)
    {
        Operation write = graph.AddOperation("WriteFile", [graph.Constant(Tensor.Scalar("new.txt")), graph.Constant(Tensor.Scalar("12345"))]);
        using Session session = Open(10, maxBytes);
        Expect(fits, "MaxRunFileBytes", () => session.Run(write));
        Assert.Equal(fits ? 5 : 0, new FileInfo(Path.Combine(folder, "new.txt")).Length);
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(1, false)]
    public void Checkpoints_of_a_model_are_counted_and_a_Savers_own_are_not(int maxFiles, bool fits)
    {
        Operation save = graph.AddOperation("SaveV2", [graph.Constant(Tensor.Scalar("checkpoint")), graph.Constant(Tensor.From("x")), graph.Constant(Tensor.From("")), graph.Constant(Tensor.From(1f, 2f))]);
        Variable variable = graph.Variable("v", Initializers.Ones, [2]);
        Saver saver = new(graph);
        using Session session = Open(maxFiles, 1 << 20);
        Expect(fits, "MaxRunFiles", () => session.Run(save));
        session.Run(variable.Initializer!);
        saver.Save(session, Path.Combine(folder, "own"));
        Assert.True(File.Exists(Path.Combine(folder, "own.index")));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void Expect(bool fits, string message, Action run)
    {
        if (fits)
        {
            run();
            return;
        }

        TfException error = Assert.Throws<TfException>(run);
        Assert.Equal(StatusCode.ResourceExhausted, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private Session Open(int maxFiles, long maxBytes) => new(graph, new SessionOptions
    {
        Files = WritableLocalFileSystem.Rooted(folder), Limits = ModelLimits.Default with { MaxRunFiles = maxFiles, MaxRunFileBytes = maxBytes },
    });
}
