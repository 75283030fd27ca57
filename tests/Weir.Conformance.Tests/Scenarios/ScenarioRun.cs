using System.Text.Json;

namespace Weir.Conformance;

/// <summary>Runs the steps of a scenario and says which differ from what TensorFlow gave.</summary>
internal sealed class ScenarioRun
{
    /// <summary>The steps in which Weir differs and means to, with the reasons.</summary>
    private static readonly Dictionary<string, string> DiffersByDesign = new()
    {
        ["control_dependencies_ref step 3"] = "TensorFlow hands out the variable's own memory, which changes afterwards; a tensor of Weir never changes.",
        ["index_table_from_file_asset step 0"] = "TensorFlow looks for vocab.txt in the process's folder, a session with a root in that.",
        ["not_fed_and_not_feedable step 0"] = "That a tensor may not be fed stands in Python's memory, not in the GraphDef.",
        ["restore_errors step 18"] = "Restore, an op of the first format, reads the second as well.",
        ["restore_errors step 20"] = "SaveV2 makes all folders that its prefix needs, TensorFlow the innermost.",
    };

    private readonly Scenario scenario;
    private readonly List<string> wrong = [];
    private readonly SortedSet<string> missing = new(StringComparer.Ordinal);
    private readonly string folder = Directory.CreateTempSubdirectory("weir-scenario-").FullName;
    private int green;
    private int notYet;
    private bool stateIsLost;

    private ScenarioRun(Scenario scenario) => this.scenario = scenario;

    public static ScenarioResult Of(Scenario scenario)
    {
        ScenarioRun run = new(scenario);
        try
        {
            scenario.WriteFiles(run.folder);
            run.Run();
        }
        finally
        {
            Directory.Delete(run.folder, recursive: true);
        }

        return new ScenarioResult(scenario.Name, run.green, run.notYet, run.missing, run.wrong);
    }

    private void Run()
    {
        Graph graph = new();
        try
        {
            graph.Import(scenario.Graph);
        }
        catch (TfException e)
        {
            string? code = scenario.ImportError;
            Judge("import", code is null ? $"failed: {e.Message}" : OfCode(e, code));
            return;
        }

        if (scenario.ImportError is { } expected) Judge("import", $"is accepted, expected {expected}");
        using Session session = new(graph, new SessionOptions { Files = WritableLocalFileSystem.Rooted(folder), AllowSoftPlacement = scenario.AllowSoftPlacement });
        for (int i = 0; i < scenario.Steps.Count; i++) RunStep(session, i, scenario.Steps[i]);
    }

    private void RunStep(Session session, int index, JsonElement step)
    {
        string? code = step.TryGetProperty("error", out JsonElement error) ? error.GetProperty("code").GetString() : null;
        string? difference;
        try
        {
            ScenarioStep asked = new(session.Graph, step, folder);
            if (IsNotYet(session.Graph, asked)) return;
            Tensor[] outputs = asked.Run(session);
            difference = code is null ? asked.Difference(outputs, scenario.Tolerance) : $"ran, expected {code}: {error.GetProperty("message").GetString()}";
        }
        catch (TfException e)
        {
            difference = code is null ? $"failed: {e.Message}" : error.TryGetProperty("at", out _) ? null : OfCode(e, code);
        }
        catch (Exception e)
        {
            difference = $"threw {e.GetType().Name}: {e.Message}";
        }

        Judge($"step {index}", difference);
    }

    /// <summary>Decided by looking at the graph, before anything runs. What a step would have changed is missing to those after it.</summary>
    private bool IsNotYet(Graph graph, ScenarioStep step)
    {
        PlanNeeds needs = PlanNeeds.Of(graph, step.Feeds.Keys, step.Fetches, step.Targets);
        missing.UnionWith(needs.Missing);
        bool isNotYet = needs.Missing.Count > 0 || stateIsLost;
        stateIsLost |= isNotYet && needs.Writes;
        if (isNotYet) notYet++;
        return isNotYet;
    }

    private static string? OfCode(TfException error, string code) =>
        error.Code.CanonicalName() == code ? null : $"failed with {error.Code.CanonicalName()}, expected {code}: {error.Message}";

    private void Judge(string where, string? difference)
    {
        bool means = DiffersByDesign.TryGetValue($"{scenario.Name} {where}", out string? reason);
        if (means && difference is null) difference = $"does not differ any more, and is listed: {reason}";
        else if (means) difference = null;
        if (difference is null) green++;
        else wrong.Add($"{scenario.Name} {where}: {difference}");
    }
}

/// <summary>How the steps of a scenario came out.</summary>
internal sealed record ScenarioResult(string Name, int Green, int NotYet, IReadOnlySet<string> Missing, IReadOnlyList<string> Wrong);
