using System.Text.Json;
using Weir.Checkpoints.Tests.Corpus;

namespace Weir.Checkpoints.Tests;

/// <summary>The functions of tf.train that need no graph, over one folder: what each returned or raised in TensorFlow.</summary>
public sealed class CheckpointFunctionTests : IDisposable
{
    private const string RecordedFolder = "/ckpt/apis";

    private static readonly JsonElement Calls = JsonDocument.Parse(File.ReadAllBytes(CorpusFolder.Checkpoint("apis", "expect.json"))).RootElement.GetProperty("calls");

    private readonly string folder = Directory.CreateTempSubdirectory("weir-apis-").FullName;

    public CheckpointFunctionTests()
    {
        foreach (string file in Directory.GetFiles(CorpusFolder.Checkpoint("apis"), "*")) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        string state = Path.Combine(folder, "checkpoint");
        File.WriteAllText(state, Here(File.ReadAllText(state)));
        Directory.CreateDirectory(Path.Combine(folder, "empty"));
    }

    public static TheoryData<string> Names() => [.. Calls.EnumerateObject().Select(call => call.Name)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Answers_as_TensorFlow_did(string call)
    {
        JsonElement recorded = Calls.GetProperty(call);
        if (recorded.TryGetProperty("ok", out JsonElement ok))
        {
            using JsonDocument own = JsonDocument.Parse(JsonSerializer.Serialize(await Do(call)));
            using JsonDocument expected = JsonDocument.Parse(Here(ok.GetRawText()));
            Assert.True(JsonElement.DeepEquals(expected.RootElement, own.RootElement), own.RootElement.GetRawText());
            return;
        }

        JsonElement error = recorded.GetProperty("error");
        TfException thrown = await Assert.ThrowsAsync<TfException>(() => Do(call));
        Assert.StartsWith(Here(error.GetProperty("message").GetString()!), thrown.Message, StringComparison.Ordinal);
        if (error.TryGetProperty("code", out JsonElement code)) Assert.Equal(code.GetString(), thrown.Code.CanonicalName());
    }

    private async Task<object?> Do(string call)
    {
        string prefix = $"{folder}/m-2";
        string absent = $"{folder}/absent";
        using CheckpointReader reader = CheckpointReader.Open(prefix);
        switch (call)
        {
            case "latest_checkpoint(dir)": return Checkpoint.Latest(folder);
            case "latest_checkpoint(absent)": return Checkpoint.Latest(absent);
            case "checkpoint_exists": return new[] { prefix, $"{folder}/m-1", absent, $"{folder}/m-?", folder }.Select(Checkpoint.Exists);
            case "get_checkpoint_state":
                CheckpointState state = CheckpointState.Read(folder)!;
                return $"model_checkpoint_path: \"{state.ModelCheckpointPath}\"\n" + string.Concat(state.AllModelCheckpointPaths.Select(path => $"all_model_checkpoint_paths: \"{path}\"\n"));
            case "get_checkpoint_mtimes counts":
                return new string[][] { [prefix], [$"{folder}/m-1", prefix], [prefix, absent], [absent] }.Select(prefixes => Checkpoint.GetModificationTimes(prefixes).Count);
            case "list_variables(prefix)": return Listed(prefix);
            case "list_variables(dir)": return Listed(folder);
            case "list_variables(absent)": return Listed(absent);
            case "load_variable": return Rows(Checkpoint.LoadVariable(prefix, "old/w"));
            case "load_variable with :0": return Rows(Checkpoint.LoadVariable(prefix, "old/w:0"));
            case "load_variable part": return Rows(Checkpoint.LoadVariable(prefix, "part"));
            case "load_variable absent": return Rows(Checkpoint.LoadVariable(prefix, "zz"));
            case "load_checkpoint(empty dir)": return Checkpoint.Load($"{folder}/empty");
            case "load_checkpoint(absent)": return Checkpoint.Load(absent);
            case "NewCheckpointReader(absent)": return CheckpointReader.Open(absent);
            case "NewCheckpointReader(dir)": return CheckpointReader.Open(folder);
            case "reader.has_tensor": return new[] { "old/w", "nope", "part" }.Select(reader.Contains);
            case "reader.get_tensor absent": return reader.Read("nope");
            case "reader.get_variable_to_shape_map": return reader.Entries.ToDictionary(entry => entry.Name, entry => entry.Shape.Dimensions.ToArray());
            case "reader.get_variable_to_dtype_map": return reader.Entries.ToDictionary(entry => entry.Name, entry => entry.DType == DType.Float32 ? "float32" : entry.DType.TfName());
            case "reader.debug_string (base64)": return Convert.ToBase64String(reader.DebugString());
            case "remove_checkpoint(m-1) leaves":
                Checkpoint.Remove($"{folder}/m-1");
                return Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Where(name => name == "checkpoint" || name.StartsWith("m-", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
            case "checkpoints_iterator one pass, timeout 0": return await Watched(folder, null);
            case "checkpoints_iterator empty dir, timeout 0": return await Watched($"{folder}/empty", null);
            case "checkpoints_iterator timeout_fn returns":
                int asked = 0;
                List<string> yielded = await Watched(folder, () => ++asked >= 2);
                return new Dictionary<string, object> { ["yielded"] = yielded, ["timeout_fn_calls"] = asked };
            default: throw new NotSupportedException(call);
        }
    }

    private static async Task<List<string>> Watched(string folder, Func<bool>? timedOut)
    {
        List<string> found = [];
        await foreach (string prefix in Checkpoint.WatchAsync(folder, timeout: TimeSpan.Zero, timedOut: timedOut)) found.Add(prefix);
        return found;
    }

    private static IEnumerable<object[]> Listed(string directoryOrPrefix) =>
        Checkpoint.ListVariables(directoryOrPrefix).Select(entry => new object[] { entry.Name, entry.Shape.Dimensions.ToArray() });

    private static IEnumerable<float[]> Rows(Tensor tensor)
    {
        using (tensor)
        {
            float[] values = tensor.ToArray<float>();
            return [.. values.Chunk((int)tensor.Shape[1])];
        }
    }

    private string Here(string recorded) => recorded.Replace(RecordedFolder, folder, StringComparison.Ordinal);
}
