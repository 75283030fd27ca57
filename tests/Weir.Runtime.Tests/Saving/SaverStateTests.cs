using System.Text.Json;

namespace Weir.Runtime.Tests.Saving;

/// <summary>Sequences of saves, restarts and deletions, step by step as TensorFlow did them: returned paths, files, state files.</summary>
[Collection(ProcessFolder.Name)]
public sealed class SaverStateTests : IDisposable
{
    private const string RecordedFolder = "/ckpt/st";
    private const string RelativeSavePath = "relative save path";

    private static readonly JsonDocument Recorded = JsonDocument.Parse(File.ReadAllBytes(CorpusFolder.Checkpoint("state", "scenarios.json")));

    private readonly string folder = Directory.CreateTempSubdirectory("weir-state-").FullName;
    private readonly string processFolder = Environment.CurrentDirectory;
    private readonly SettableClock clock = new();
    private readonly Graph graph = new();
    private readonly Session session;
    private Saver saver = null!;
    private long step;

    public SaverStateTests()
    {
        graph.Variable("v", Initializers.Zeros, shape: [2]);
        Operation init = graph.GlobalVariablesInitializer();
        session = new Session(graph);
        session.Run(init);
    }

    public static TheoryData<string> Names() => [.. Recorded.RootElement.EnumerateArray().Select(one => one.GetProperty("name").GetString()!)];

    public void Dispose()
    {
        Environment.CurrentDirectory = processFolder;
        session.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Goes_as_in_TensorFlow(string name)
    {
        JsonElement scenario = Recorded.RootElement.EnumerateArray().First(one => one.GetProperty("name").GetString() == name);
        if (name.StartsWith(RelativeSavePath, StringComparison.Ordinal)) Environment.CurrentDirectory = folder;
        saver = NewSaver(scenario.GetProperty("saver"));
        int at = 0;
        Assert.NotEmpty(scenario.GetProperty("steps").EnumerateArray());
        foreach (JsonElement recorded in scenario.GetProperty("steps").EnumerateArray())
        {
            string where = $"{name}, step {at++}";
            (string? result, Exception? error) = Do(recorded.GetProperty("step"));
            if (recorded.TryGetProperty("error", out JsonElement expected))
            {
                Assert.True(error is not null, where);
                Assert.Contains(Here(expected.GetProperty("message").GetString()!), error.Message, StringComparison.Ordinal);
            }
            else
            {
                Assert.True(error is null, $"{where}: {error}");
                if (recorded.TryGetProperty("ok", out JsonElement ok)) Assert.Equal(Here(ok.GetString()!), result);
            }

            AssertFiles(recorded, where);
        }
    }

    private void AssertFiles(JsonElement recorded, string where)
    {
        string[] files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];
        string[] expected = [.. recorded.GetProperty("files").EnumerateArray().Select(file => file.GetString()!).Order(StringComparer.Ordinal)];
        Assert.True(expected.SequenceEqual(files), $"{where}: {string.Join(' ', files)}, expected {string.Join(' ', expected)}");
        foreach (JsonProperty state in recorded.GetProperty("states").EnumerateObject())
        {
            Assert.True(Here(state.Value.GetString()!) == File.ReadAllText(Path.Combine(folder, state.Name)), $"{where}: {state.Name} is {File.ReadAllText(Path.Combine(folder, state.Name))}");
        }

        Assert.Equal(recorded.GetProperty("last_checkpoints").EnumerateArray().Select(path => Here(path.GetString()!)), saver.LastCheckpoints);
    }

    private (string? Result, Exception? Error) Do(JsonElement action)
    {
        JsonProperty what = action.EnumerateObject().First();
        try
        {
            return (what.Name switch
            {
                "save" => Save(what.Value.GetString()!, action.GetProperty("kw")),
                "latest" => Checkpoint.Latest(folder, NullIfEmpty(what.Value)),
                "get_state" => CheckpointState.Read(folder, NullIfEmpty(what.Value)) is { } state ? Text(state) : null,
                _ => Act(what),
            }, null);
        }
        catch (Exception e) when (e is TfException or ArgumentException)
        {
            return (null, e);
        }
    }

    private string? Act(JsonProperty what)
    {
        switch (what.Name)
        {
            case "advance": clock.Seconds += what.Value.GetDouble(); break;
            case "new_saver": saver = NewSaver(what.Value); break;
            case "set_step": step = what.Value.GetInt64(); break;
            case "mkdir": Directory.CreateDirectory(Path.Combine(folder, what.Value.GetString()!)); break;
            case "write_state": File.WriteAllText(Path.Combine(folder, "checkpoint"), Here(what.Value.GetString()!)); break;
            case "recover": saver.RecoverLastCheckpoints(what.Value.EnumerateArray().Select(PathOf)); break;
            case "set": saver.SetLastCheckpoints(what.Value.EnumerateArray().Select(PathOf)); break;
            case "set_with_time": saver.SetLastCheckpointsWithTime(what.Value.EnumerateArray().Select(pair => (PathOf(pair[0]), pair[1].GetDouble()))); break;
            case "delete":
                foreach (string file in Directory.GetFiles(folder, what.Value.GetString()!)) File.Delete(file);
                break;
            case "update_state": UpdateState(what.Value); break;
            default: throw new NotSupportedException(what.Name);
        }

        return null;
    }

    private void UpdateState(JsonElement value) => new CheckpointState
    {
        ModelCheckpointPath = Here(value.GetProperty("model_checkpoint_path").GetString()!),
        AllModelCheckpointPaths = value.TryGetProperty("all_model_checkpoint_paths", out JsonElement all) ? [.. all.EnumerateArray().Select(path => Here(path.GetString()!))] : [],
        AllModelCheckpointTimestamps = value.TryGetProperty("all_model_checkpoint_timestamps", out JsonElement times) ? [.. times.EnumerateArray().Select(time => time.GetDouble())] : [],
        LastPreservedTimestamp = value.TryGetProperty("last_preserved_timestamp", out JsonElement kept) ? kept.GetDouble() : null,
    }.Write(folder);

    private string? Save(string name, JsonElement arguments)
    {
        SaveOptions options = new();
        long? globalStep = null;
        foreach (JsonProperty argument in arguments.EnumerateObject())
        {
            if (argument.Name == "global_step") globalStep = argument.Value.ValueKind == JsonValueKind.Number ? argument.Value.GetInt64() : step;
            else if (argument.Name == "latest_filename") options = options with { LatestFileName = argument.Value.GetString() };
            else if (argument.Name == "write_state") options = options with { WriteState = argument.Value.GetBoolean() };
            else if (argument.Name == "write_meta_graph") options = options with { WriteMetaGraph = argument.Value.GetBoolean() };
            else if (argument.Name == "meta_graph_suffix") options = options with { MetaGraphSuffix = argument.Value.GetString()! };
            else throw new NotSupportedException(argument.Name);
        }

        string path = Environment.CurrentDirectory == processFolder ? $"{folder}/{name}" : name.Replace("./", "", StringComparison.Ordinal);
        return saver.Save(session, path, globalStep, options);
    }

    private Saver NewSaver(JsonElement arguments)
    {
        SaverOptions options = new() { Clock = clock };
        foreach (JsonProperty argument in arguments.EnumerateObject())
        {
            options = argument.Name switch
            {
                "max_to_keep" => options with { MaxToKeep = argument.Value.ValueKind == JsonValueKind.Null ? null : argument.Value.GetInt32() },
                "keep_checkpoint_every_n_hours" => options with { KeepCheckpointEveryNHours = argument.Value.GetDouble() },
                "pad_step_number" => options with { PadStepNumber = argument.Value.GetBoolean() },
                "save_relative_paths" => options with { SaveRelativePaths = argument.Value.GetBoolean() },
                "write_version" => options with { WriteVersion = CheckpointVersion.V1 },
                "sharded" => options with { Sharded = argument.Value.GetBoolean() },
                _ => throw new NotSupportedException(argument.Name),
            };
        }

        return new Saver(graph, options: options);
    }

    private static string Text(CheckpointState state) => TextFormat.Print(new Protos.CheckpointState
    {
        ModelCheckpointPath = state.ModelCheckpointPath,
        AllModelCheckpointPaths = { state.AllModelCheckpointPaths },
    });

    private static string? NullIfEmpty(JsonElement name) => name.GetString() is { Length: > 0 } text ? text : null;

    private string PathOf(JsonElement name) => $"{folder}/{name.GetString()}";

    private string Here(string recorded) => recorded.Replace(RecordedFolder, folder, StringComparison.Ordinal);

    /// <summary>Tests that change the folder of the process run while no other test does.</summary>
    [CollectionDefinition(Name, DisableParallelization = true)]
    public sealed class ProcessFolder
    {
        public const string Name = "process folder";
    }
}
