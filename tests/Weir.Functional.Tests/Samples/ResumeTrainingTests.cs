using System.Diagnostics;
using System.Globalization;
using Weir.Cli;

namespace Weir.Samples;

/// <summary>Training that saves each step is killed at random moments, and runs out of disk: there is always a whole checkpoint to go on from.</summary>
public sealed class ResumeTrainingTests : IDisposable
{
    private const string Name = "ResumeTraining";

    private readonly string folder = Directory.CreateTempSubdirectory("weir-training-").FullName;

    /// <summary>How often it is killed; more if the environment says so.</summary>
    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("WEIR_KILLS"), CultureInfo.InvariantCulture, out int kills) ? kills : 20;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_process_that_is_killed_leaves_a_whole_checkpoint_and_the_next_tidies_up()
    {
        Random random = new(1);
        long reached = 0;
        int temporary = 0;
        for (int round = 0; round < Kills; round++)
        {
            using (Process process = SampleProcess.Start(Name, folder, "1000000"))
            {
                // The first save says that it is at work; a moment of the next ones is where it ends.
                if (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is null) Assert.Fail($"round {round}: exit code {process.ExitCode}");
                long start = Stopwatch.GetTimestamp();
                TimeSpan moment = TimeSpan.FromMicroseconds(random.Next(20_000));
                while (Stopwatch.GetElapsedTime(start) < moment) Thread.Yield();
                process.Kill();
                await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            }

            temporary += TemporaryFiles().Length;
            long step = AssertWhole($"round {round}");
            Assert.True(step > reached, $"round {round}: step {step} after {reached}");
            reached = step;
        }

        Assert.Equal((0, $"{folder}/model.ckpt-{reached + 1}\n", ""), await SampleProcess.Run(Name, folder, $"{reached + 1}"));
        Assert.Equal(reached + 1, AssertWhole("the end"));
        Assert.Empty(TemporaryFiles());
        TestContext.Current.SendDiagnosticMessage($"{Kills} kills, {temporary} of them in the middle of a file");
    }

    [Fact]
    public async Task A_file_that_may_not_grow_is_an_error_and_the_old_checkpoint_stays()
    {
        if (OperatingSystem.IsWindows()) return;
        await SampleProcess.Run(Name, folder, "2");
        string[] before = Directory.GetFiles(folder);

        // The limit is in blocks of 512 or 1,024 bytes; a checkpoint takes 400,000. The runtime maps large files of its own unless it is told not to.
        (int code, string output, string error) = await WeirProcess.Run("/bin/sh", folder, "-c", $"trap '' XFSZ; ulimit -f 100; DOTNET_EnableWriteXorExecute=0 exec {SampleProcess.Executable(Name)} {folder} 3");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("File too large", error, StringComparison.Ordinal);
        Assert.Equal(2, AssertWhole("after the error"));
        Assert.Equal(before.Order(), Directory.GetFiles(folder).Order());
    }

    /// <summary>The state file names checkpoints that are there, and the newest has the values of its step.</summary>
    private long AssertWhole(string when)
    {
        CheckpointState state = CheckpointState.Read(folder)!;
        Assert.All(state.AllModelCheckpointPaths, path => Assert.True(Checkpoint.Exists(path), $"{when}: {path} is not there"));
        Assert.Equal(state.ModelCheckpointPath, Checkpoint.Latest(folder));
        Assert.Contains(state.ModelCheckpointPath, state.AllModelCheckpointPaths);
        long step = long.Parse(state.ModelCheckpointPath.AsSpan(state.ModelCheckpointPath.LastIndexOf('-') + 1), CultureInfo.InvariantCulture);
        foreach (string path in state.AllModelCheckpointPaths)
        {
            using CheckpointReader reader = CheckpointReader.Open(path);
            using Tensor globalStep = reader.Read("global_step");
            using Tensor weights = reader.Read("weights");
            Assert.EndsWith($"-{globalStep.AsSpan<float>()[0]}", path, StringComparison.Ordinal);
            Assert.Equal(-1, weights.AsSpan<float>().IndexOfAnyExcept(globalStep.AsSpan<float>()[0]));
        }

        return step;
    }

    private string[] TemporaryFiles() => [.. Directory.GetFiles(folder).Where(file => file.Contains(".tempstate", StringComparison.Ordinal) || file.Contains(".tmp", StringComparison.Ordinal))];
}
