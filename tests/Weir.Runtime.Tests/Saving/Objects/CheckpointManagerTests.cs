using System.Text.Json;

namespace Weir.Runtime.Tests.Saving;

/// <summary>A manager's saves, step by step as TensorFlow did them: returned paths, files, the state file with its times.</summary>
public sealed class CheckpointManagerTests : IDisposable
{
    private const string RecordedFolder = "/ckpt/mgr";

    private static readonly JsonElement[] Recorded =
        [.. JsonDocument.Parse(File.ReadAllBytes(CorpusFolder.Checkpoint("tf2_manager", "scenarios.json"))).RootElement.GetProperty("scenarios").EnumerateArray()];

    private readonly string folder = Directory.CreateTempSubdirectory("weir-manager-").FullName;
    private readonly SettableClock clock = new();

    public static TheoryData<string> Names() => [.. Recorded.Select(one => one.GetProperty("name").GetString()!)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Goes_as_in_TensorFlow(string name)
    {
        JsonElement scenario = Recorded.First(one => one.GetProperty("name").GetString() == name);
        Graph graph = new();
        Variable step = graph.Variable("step", Initializers.Zeros, [], DType.Int64);
        Operation count = step.AssignAdd(graph.Constant(Tensor.Scalar(1L)));
        using Session session = new(graph);
        session.Run(graph.GlobalVariablesInitializer());
        CheckpointManager manager = NewManager(new ObjectCheckpoint(graph) { ["v"] = step }, step, scenario.GetProperty("arguments"));
        Assert.NotEmpty(scenario.GetProperty("steps").EnumerateArray());
        foreach (JsonElement recorded in scenario.GetProperty("steps").EnumerateArray())
        {
            if (recorded.TryGetProperty("seconds", out JsonElement seconds))
            {
                clock.Seconds = seconds.GetDouble();
            }
            else
            {
                Graph other = new();
                Variable otherStep = other.Variable("step", Initializers.Zeros, [], DType.Int64);
                clock.Seconds += 10;
                manager = NewManager(new ObjectCheckpoint(other) { ["v"] = otherStep }, otherStep, scenario.GetProperty("arguments"));
                Assert.Equal(Paths(recorded.GetProperty("checkpoints")), manager.Checkpoints);
                Assert.Equal(Here(recorded.GetProperty("latest").GetString()!), manager.LatestCheckpoint);
                using Session restarted = new(other);
                restarted.Run(other.GlobalVariablesInitializer());
                Assert.Equal(Here(recorded.GetProperty("ok").GetString()!), manager.Save(restarted));
                AssertFolder(recorded);
                continue;
            }

            string? expected = recorded.GetProperty("ok").GetString();
            Assert.Equal(expected is null ? null : Here(expected), manager.Save(session));
            session.Run(count);
            Assert.Equal(Paths(recorded.GetProperty("checkpoints")), manager.Checkpoints);
            Assert.Equal(Here(recorded.GetProperty("latest").GetString()!), manager.LatestCheckpoint);
            AssertFolder(recorded);
        }
    }

    [Fact]
    public void Restores_the_newest_or_initializes()
    {
        Graph graph = new();
        Variable v = graph.Variable("v", Initializers.Ones, [2]);
        ObjectCheckpoint checkpoint = new(graph) { ["v"] = v };
        int initialized = 0;
        CheckpointManagerOptions options = new() { InitFn = session => { initialized++; session.Run(v.Initializer!); } };
        using (Session first = new(graph))
        {
            Assert.Null(new CheckpointManager(checkpoint, folder, 3, options).RestoreOrInitialize(first));
            Assert.Equal(1, initialized);
            new CheckpointManager(checkpoint, folder, 3, options).Save(first);
        }

        using Session second = new(graph);
        CheckpointManager manager = new(checkpoint, folder, 3, options);
        Assert.Equal($"{folder}/ckpt-1", manager.RestoreOrInitialize(second));
        Assert.Equal($"{folder}/ckpt-2", manager.Save(second));
        Assert.Equal($"{folder}/ckpt-9", manager.Save(second, checkpointNumber: 9));
        Assert.Equal(1, initialized);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CheckpointManager(checkpoint, folder, 0));
    }

    private CheckpointManager NewManager(ObjectCheckpoint checkpoint, Variable step, JsonElement arguments)
    {
        CheckpointManagerOptions options = new() { Clock = clock };
        int? maxToKeep = null;
        foreach (JsonProperty argument in arguments.EnumerateObject())
        {
            switch (argument.Name)
            {
                case "max_to_keep": maxToKeep = argument.Value.ValueKind == JsonValueKind.Null ? null : argument.Value.GetInt32(); break;
                case "keep_checkpoint_every_n_hours": options = options with { KeepCheckpointEveryNHours = argument.Value.GetDouble() }; break;
                case "checkpoint_name": options = options with { CheckpointName = argument.Value.GetString()! }; break;
                case "step_counter": options = options with { StepCounter = step }; break;
                case "checkpoint_interval": options = options with { CheckpointInterval = argument.Value.GetInt32() }; break;
                default: throw new NotSupportedException(argument.Name);
            }
        }

        return new CheckpointManager(checkpoint, folder, maxToKeep, options);
    }

    private void AssertFolder(JsonElement recorded)
    {
        Assert.Equal(recorded.GetProperty("files").EnumerateArray().Select(file => file.GetString()!).Order(StringComparer.Ordinal),
            Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.Equal(recorded.GetProperty("state").GetString(), File.ReadAllText($"{folder}/checkpoint"));
    }

    private IEnumerable<string> Paths(JsonElement paths) => paths.EnumerateArray().Select(path => Here(path.GetString()!));

    private string Here(string recorded) => recorded.Replace(RecordedFolder, folder, StringComparison.Ordinal);
}
