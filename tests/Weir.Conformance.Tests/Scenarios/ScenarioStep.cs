using System.Text.Json;

namespace Weir.Conformance;

/// <summary>What one step asks for, and what it should give.</summary>
internal sealed class ScenarioStep
{
    /// <summary>No step waits for another one: what takes so long would never end.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly JsonElement step;

    public ScenarioStep(Graph graph, JsonElement step, string folder)
    {
        this.step = step;
        if (step.TryGetProperty("feeds", out JsonElement feeds)) AddFeeds(graph, feeds, folder);
        foreach (string name in Names("fetches"))
        {
            if (name.Contains(':', StringComparison.Ordinal)) Fetches.Add(graph.GetOutput(name));
            else Targets.Add(Find(graph, name)); // Python lets operations be fetched: they run and give nothing.
        }

        foreach (string name in Names("targets")) Targets.Add(Find(graph, name));
    }

    public Dictionary<Output, Tensor> Feeds { get; } = [];

    public List<Output> Fetches { get; } = [];

    public List<Operation> Targets { get; } = [];

    /// <summary>Whether the Python client was passed by: it would have refused the shape of a feed.</summary>
    private bool IsOfCppSession => !(step.TryGetProperty("error", out JsonElement error) && error.TryGetProperty("at", out _))
        && Feeds.Any(feed => !feed.Key.Shape.IsCompatibleWith(feed.Value.Shape));

    public Tensor[] Run(Session session)
    {
        RunOptions patience = new() { Timeout = Patience };
        if (!IsOfCppSession) return session.Run(Feeds, Fetches, Targets, patience);
        Tensor[] outputs = new Tensor[Fetches.Count];
        session.MakeCallable([.. Feeds.Keys], Fetches, Targets).Run([.. Feeds.Values], outputs, patience);
        return outputs;
    }

    /// <returns>What differs; null: nothing.</returns>
    public string? Difference(Tensor[] outputs, Tolerance tolerance)
    {
        Tensor[] want = [.. step.GetProperty("outputs").EnumerateArray().Select(Corpus.Tensor)];
        if (want.Length != outputs.Length) return $"{outputs.Length} outputs, expected {want.Length}";
        for (int i = 0; i < want.Length; i++)
        {
            if (Comparison.Difference(outputs[i], want[i], tolerance) is { } difference) return $"{Fetches[i].Name}: {difference}";
        }

        return null;
    }

    private void AddFeeds(Graph graph, JsonElement feeds, string folder)
    {
        foreach (JsonProperty feed in feeds.EnumerateObject()) Feeds[graph.GetOutput(feed.Name)] = Scenario.Fed(feed.Value, folder);
    }

    private IEnumerable<string> Names(string key) => step.TryGetProperty(key, out JsonElement value) ? value.EnumerateArray().Select(name => name.GetString()!) : [];

    private static Operation Find(Graph graph, string name) => graph.TryGetOperation(name, out Operation? operation) ? operation : throw new TfException(StatusCode.NotFound, $"There is no operation {name}.");
}
