using Weir.Cli;
using Weir.Tests;

namespace Weir.Samples;

/// <summary>The sample that is the guide's three programs, run as a user runs it and compared with what TensorFlow printed.</summary>
public sealed class SaveVariablesTests : IDisposable
{
    private const string Name = "SaveVariables";

    private static readonly string Executable = Path.Combine(AppContext.BaseDirectory, "..", "..", Name, "release", OperatingSystem.IsWindows() ? Name + ".exe" : Name);

    private readonly string folder = Directory.CreateTempSubdirectory("weir-sample-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Saves_and_restores_as_the_guide_says()
    {
        string prefix = $"{folder}/model.ckpt";
        Assert.Equal((0, $"Model saved in path: {prefix}\n", ""), await Run("save", prefix));
        Assert.Equal((0, "Model restored.\nv1 : [1. 1. 1.]\nv2 : [-1. -1. -1. -1. -1.]\n", ""), await Run("restore", prefix));
        Assert.Equal((0, "v1 : [0. 0. 0.]\nv2 : [-1. -1. -1. -1. -1.]\n", ""), await Run("subset", prefix));
    }

    [Fact]
    public async Task Restores_what_TensorFlow_saved() => Assert.Equal(
        (0, "Model restored.\nv1 : [1. 1. 1.]\nv2 : [-1. -1. -1. -1. -1.]\n", ""), await Run("restore", Corpus.PathOf("checkpoints/seed/model.ckpt")));

    [Fact]
    public async Task A_process_that_is_killed_while_it_saves_leaves_a_whole_checkpoint()
    {
        string prefix = $"{folder}/model.ckpt";
        await Run("save", prefix);
        Random random = new(1);
        for (int round = 0; round < 20; round++)
        {
            using System.Diagnostics.Process process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(Executable, ["save", $"{prefix}-{round}"]) { RedirectStandardOutput = true })!;
            bool ended = process.WaitForExit(random.Next(20, 220));
            if (!ended) process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            string latest = Checkpoint.Latest(folder)!;
            using CheckpointReader reader = CheckpointReader.Open(latest);
            using Tensor v1 = reader.Read("v1");
            using Tensor v2 = reader.Read("v2");
            Assert.Equal(([1f, 1, 1], [-1f, -1, -1, -1, -1]), (v1.ToArray<float>(), v2.ToArray<float>()), Comparer);
            if (File.Exists($"{prefix}-{round}.index")) CheckpointReader.Open($"{prefix}-{round}").Dispose();
        }
    }

    private static bool Comparer((float[] First, float[] Second) x, (float[] First, float[] Second) y) => x.First.SequenceEqual(y.First) && x.Second.SequenceEqual(y.Second);

    private static async Task<(int ExitCode, string Output, string Error)> Run(params string[] args)
    {
        (int code, string output, string error) = await WeirProcess.Run(Executable, AppContext.BaseDirectory, args);
        return (code, output.ReplaceLineEndings("\n"), error);
    }
}
