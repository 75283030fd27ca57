using System.Text.Json;

namespace Weir.Conformance;

/// <summary>Makes the recorded calls of one model and compares.</summary>
internal sealed class ModelRun
{
    private readonly string folder;
    private readonly string model;
    private readonly SortedSet<string> missing = new(StringComparer.Ordinal);
    private readonly List<string> wrong = [];
    private int green;

    private ModelRun(string folder, string model)
    {
        this.folder = folder;
        this.model = model;
    }

    public static IReadOnlyList<(string Folder, string Model)> All { get; } =
    [
        .. from folder in new[] { "estimators", "saved_models", "tf2_models" }
           from file in Directory.EnumerateFiles(Corpus.Path(folder), "cases.jsonl.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
           select (folder, Path.GetRelativePath(Corpus.Path(folder), Path.GetDirectoryName(file)!).Replace('\\', '/')),
    ];

    public static ModelResult Of(string folder, string model)
    {
        ModelRun run = new(folder, model);
        string path = Corpus.Path(folder, model);
        List<ModelCall> calls = [.. Corpus.Lines(Path.Combine(path, "cases.jsonl.gz")).Select(row => new ModelCall(row, Path.Combine(path, "model")))];
        for (int from = 0, to; from < calls.Count; from = to)
        {
            to = from + 1;
            while (to < calls.Count && calls[to].Session == calls[from].Session && calls[to].Tags.SequenceEqual(calls[from].Tags)) to++;
            using LoadedModel loaded = LoadedModel.Open(path, calls[from].Tags);
            run.RunInOneSession(loaded, calls[from..to]);
        }

        return new ModelResult(folder, model, calls.Count, run.green, run.missing, run.wrong);
    }

    private void RunInOneSession(LoadedModel loaded, IReadOnlyList<ModelCall> calls)
    {
        bool stateIsLost = false;
        foreach (ModelCall call in calls)
        {
            if (loaded.Missing.Count > 0)
            {
                missing.UnionWith(loaded.Missing);
                continue;
            }

            try
            {
                if (loaded.Error is null && IsNotYet(loaded, call, ref stateIsLost)) continue;
                Judge(call, loaded.Error is { } error ? AtLoad(call, error) : Difference(loaded, call));
            }
            catch (Exception e) when (e is not TfException)
            {
                Judge(call, $"threw {e.GetType().Name}: {e.Message}");
            }
        }
    }

    /// <summary>Decided by looking at the graph, before anything runs. What a call would have changed is missing to the calls after it.</summary>
    private bool IsNotYet(LoadedModel loaded, ModelCall call, ref bool stateIsLost)
    {
        PlanNeeds needs;
        try
        {
            needs = loaded.Needs(call);
        }
        catch (TfException)
        {
            return false; // The call itself is wrong: it says so when it runs.
        }

        missing.UnionWith(needs.Missing);
        bool notYet = needs.Missing.Count > 0 || stateIsLost;
        stateIsLost |= notYet && needs.Writes;
        return notYet;
    }

    private static string? AtLoad(ModelCall call, TfException error) =>
        !call.Fails ? $"does not load: {error.Message}" : WrongCode(call, error);

    private static string? Difference(LoadedModel loaded, ModelCall call)
    {
        Dictionary<string, Tensor> outputs;
        try
        {
            if (call.FailsToLoad) return $"loads, expected {call.ErrorCode ?? "an error"}";
            outputs = loaded.Run(call);
        }
        catch (TfException e)
        {
            return call.Fails ? WrongCode(call, e) : $"failed: {e.Message}";
        }

        if (call.Fails) return $"ran, expected {call.ErrorCode ?? "an error"}";
        foreach ((string key, JsonElement want) in call.Outputs)
        {
            if (want.ValueKind == JsonValueKind.Null) continue;
            if (!outputs.TryGetValue(key, out Tensor? got)) return $"there is no output {key}";
            if (Comparison.Difference(got, Corpus.Tensor(want), call.Tolerance) is { } difference) return $"{key}: {difference}";
        }

        return null;
    }

    private static string? WrongCode(ModelCall call, TfException error) =>
        call.ErrorCode is null || call.ErrorCode == error.Code.CanonicalName() ? null : $"failed with {error.Code.CanonicalName()}, expected {call.ErrorCode}: {error.Message}";

    private void Judge(ModelCall call, string? difference)
    {
        if (difference is null) green++;
        else wrong.Add($"{model} {call}: {difference}");
    }
}
