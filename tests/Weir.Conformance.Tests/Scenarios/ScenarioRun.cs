using System.Text.Json;

namespace Weir.Conformance;

/// <summary>Runs the steps of a scenario and says which differ from what TensorFlow gave.</summary>
internal sealed class ScenarioRun
{
    /// <summary>
    /// Where TensorFlow's reading of a reference variable changes afterwards, with the variable: it hands out the variable's own memory.
    /// A tensor of Weir never changes.
    /// </summary>
    private static readonly HashSet<string> ChangedAfterReading = ["control_dependencies_ref step 3"];

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
        using Session session = new(graph, new SessionOptions { Files = LocalFileSystem.Rooted(folder), AllowSoftPlacement = scenario.AllowSoftPlacement });
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
        if (difference is null || ChangedAfterReading.Contains($"{scenario.Name} {where}")) green++;
        else wrong.Add($"{scenario.Name} {where}: {difference}");
    }
}

/// <summary>How the steps of a scenario came out.</summary>
internal sealed record ScenarioResult(string Name, int Green, int NotYet, IReadOnlySet<string> Missing, IReadOnlyList<string> Wrong);
