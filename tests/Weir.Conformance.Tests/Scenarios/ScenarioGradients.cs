using System.Text.Json;
using System.Text.RegularExpressions;

namespace Weir.Conformance;

/// <summary>
/// Scenarios in whose graphs TensorFlow had built gradients: Weir builds its own in the same graphs, and what these give is compared with
/// what TensorFlow's gave.
/// </summary>
/// <remarks>
/// The names say what was differentiated: <c>gradients/grad_ys_0</c> is read by operations of <c>gradients/OP_grad/</c>, so OP gives y. The
/// fetched gradients of a call of tf.gradients belong, in order, to the floats that are fed and to the variables.
/// </remarks>
internal sealed partial class ScenarioGradients
{
    /// <summary>What tf.convert_to_tensor makes of a gradient that is rows.</summary>
    private const string DenseOfRows = "UnsortedSegmentSum:0";

    /// <summary>What the names leave open: ys and xs of a scenario's pass.</summary>
    private static readonly Dictionary<string, (string Y, string[] Xs)> Said = new()
    {
        ["ControlFlow1 dynamic_rnn_time_major_initial_state gradients"] = ("Sum:0", ["h0:0"]),
        ["ControlFlow1 static_rnn gradients"] = ("Sum:0", ["x:0"]),
        ["ControlFlow1 while_gradient_two_outputs_partial gradients"] = ("while/Exit_1:0", ["x:0"]),
        ["ControlFlow1 while_gradient_two_outputs_partial gradients_1"] = ("while/Exit_2:0", ["x:0", "z:0"]),
        ["ControlFlow1 while_gradient_two_outputs_partial gradients_2"] = ("while/Exit_3:0", ["z:0"]),
        ["ControlFlow2 dynamic_rnn_time_major_initial_state gradients"] = ("Sum:0", ["h0:0"]),
        ["ControlFlow2 static_rnn gradients"] = ("Sum:0", ["x:0"]),
        ["ControlFlow2 tf_function_conv_net_gradient gradients"] = ("StatefulPartitionedCall:0", ["x:0", "k:0"]),
        ["ControlFlow2 tf_function_simple_nested gradients"] = ("PartitionedCall:0", ["x:0"]),
        ["ControlFlow2 tf_function_while_gradient_variables gradients"] = ("StatefulPartitionedCall:0", ["x:0", "w:0"]),
        ["ControlFlow2 while_gradient_two_outputs_partial gradients"] = ("while/Identity_3:0", ["x:0", "z:0"]),
        ["ControlFlow2 while_gradient_two_outputs_partial gradients_1"] = ("while/Identity_4:0", ["x:0", "z:0"]),
        ["ControlFlow2 while_gradient_two_outputs_partial gradients_2"] = ("while/Identity_5:0", ["x:0", "z:0"]),
        ["ControlFlow2 while_parallel_1 gradients"] = ("while/Identity_3:0", ["x:0"]),
        ["ControlFlow2 while_parallel_2 gradients"] = ("while/Identity_3:0", ["x:0"]),
        ["ControlFlow2 while_parallel_32 gradients"] = ("while/Identity_3:0", ["x:0"]),
        ["ControlFlow2 while_second_derivative gradients_1"] = ("gradients/AddN:0", ["x:0"]),
    };

    /// <summary>Their gradients are Python functions, which no graph has: they are refused.</summary>
    private static readonly HashSet<string> OfPython = ["custom_gradient_and_py_free_recompute", "tf_function_custom_gradient", "tf_function_jit_free_recompute_grad"];

    private readonly string family;
    private readonly Scenario scenario;
    private readonly Graph graph = new();
    private readonly string[] fetched;
    private readonly string[] fed;
    private readonly Dictionary<string, Output> ours = [];

    private ScenarioGradients(string family, Scenario scenario)
    {
        this.family = family;
        this.scenario = scenario;
        fetched = [.. scenario.Steps.Where(step => step.TryGetProperty("fetches", out _)).SelectMany(step => step.GetProperty("fetches").EnumerateArray()).Select(name => name.GetString()!).Distinct()];
        fed = [.. scenario.Steps.Where(step => step.TryGetProperty("feeds", out _)).SelectMany(step => step.GetProperty("feeds").EnumerateObject()).Select(feed => feed.Name).Distinct()];
    }

    /// <summary>The scenarios of a family that have gradients, with what differs.</summary>
    public static IReadOnlyList<(string Scenario, int Compared, IReadOnlyList<string> Wrong)> Of(string family, Func<Scenario, bool> filter) =>
        [.. Corpus.Lines(Corpus.Path("scenarios", family + ".jsonl.gz")).Select(row => new Scenario(row)).Where(one => one.ImportError is null && filter(one)).AsParallel().AsOrdered().Select(one => new ScenarioGradients(family, one).Run())];

    public static int Print(string family, string name)
    {
        IReadOnlyList<(string Scenario, int Compared, IReadOnlyList<string> Wrong)> results = Of(family, scenario => scenario.Name.Contains(name, StringComparison.OrdinalIgnoreCase));
        foreach (string difference in results.SelectMany(result => result.Wrong)) Console.WriteLine(difference);
        Console.WriteLine($"{family}: {results.Sum(result => result.Compared)} gradients compared, {results.Sum(result => result.Wrong.Count)} differ");
        return results.All(result => result.Wrong.Count == 0) ? 0 : 1;
    }

    private (string Scenario, int Compared, IReadOnlyList<string> Wrong) Run()
    {
        List<string> wrong = [];
        int compared = 0;
        try
        {
            graph.Import(scenario.Graph);
            foreach (string pass in graph.Operations.Select(operation => Pass().Match(operation.Name)).Where(match => match.Success).Select(match => match.Groups[1].Value).ToArray()) Differentiate(pass);
            if (ours.Count > 0) compared = Compare(wrong);
        }
        catch (TfException e) when (e.Code == StatusCode.NotFound && OfPython.Contains(scenario.Name))
        {
            return (scenario.Name, 0, []);
        }
        catch (TfException e)
        {
            wrong.Add($"{scenario.Name}: failed: {e.Message}");
        }

        return (scenario.Name, compared, wrong);
    }

    private void Differentiate(string pass)
    {
        string[] gradients = [.. fetched.Where(name => name.StartsWith(pass + "/", StringComparison.Ordinal) || name == DenseOfRows)];
        if (gradients.Length == 0) return;
        (Output[] ys, Output[] xs) = Said.TryGetValue($"{family} {scenario.Name} {pass}", out (string Y, string[] Xs) said)
            ? ([graph.GetOutput(said.Y)], [.. said.Xs.Select(graph.GetOutput)]) : (Ys(pass), Xs());
        if (xs.Length != gradients.Length) throw new TfException(StatusCode.Internal, $"{pass}: {gradients.Length} gradients, xs {string.Join(", ", xs)}");
        IReadOnlyList<Output?> built = Gradients.Of(ys, xs);
        for (int i = 0; i < xs.Length; i++) ours.Add(gradients[i], built[i] ?? throw new TfException(StatusCode.Internal, $"No gradient of {ys[0]} to {xs[i]}."));
    }

    private Output[] Ys(string pass)
    {
        Operation ones = graph.GetOutput($"{pass}/grad_ys_0:0").Operation;
        string[] readers = [.. graph.Operations.Where(operation => Array.Exists(operation.InputEdges, edge => edge.Operation == ones) && operation.Name.StartsWith(pass + "/", StringComparison.Ordinal)).Select(operation => operation.Name[(pass.Length + 1)..])];
        Operation[] differentiated = [.. readers.Select(Differentiated).OfType<Operation>().Distinct()];
        return [.. differentiated.Select(OutputOf)];
    }

    private Operation? Differentiated(string reader)
    {
        for (int at = reader.IndexOf("_grad/", StringComparison.Ordinal); at >= 0; at = reader.IndexOf("_grad/", at + 1, StringComparison.Ordinal))
        {
            if (graph.TryGetOperation(reader[..at], out Operation? operation)) return operation;
        }

        return null;
    }

    /// <summary>The output that is fetched, through identities.</summary>
    private Output OutputOf(Operation operation)
    {
        if (operation.OutputCount == 1) return operation[0];
        if (operation.Type is "Merge" or "IdentityN") return operation[0];
        Output[] asked = [.. fetched.Where(name => name.Contains(':', StringComparison.Ordinal)).Select(graph.GetOutput).Where(edge => edge.Source.Operation == operation && edge.DType.IsFloating())];
        return asked.Length == 1 ? asked[0] : throw new TfException(StatusCode.Internal, $"{operation} has outputs {string.Join(", ", asked)}");
    }

    private Output[] Xs() => [.. graph.Operations.Where(operation => !operation.Name.Contains("Adam", StringComparison.Ordinal)
        && ((fed.Contains(operation.Name + ":0") && operation.OutputTypes[0].IsFloating()) || operation.IsVariable)).Select(operation => operation[0])];

    private int Compare(List<string> wrong)
    {
        string folder = Directory.CreateTempSubdirectory("weir-gradients-").FullName;
        int compared = 0;
        using Session session = new(graph);
        for (int i = 0; i < scenario.Steps.Count; i++)
        {
            JsonElement recorded = scenario.Steps[i];
            ScenarioStep step = new(graph, recorded, folder);
            for (int k = 0; k < step.Fetches.Count; k++)
            {
                if (ours.TryGetValue(step.Fetches[k].Name, out Output gradient)) (step.Fetches[k], compared) = (graph.Identity(gradient), compared + 1);
            }

            try
            {
                Tensor[] outputs = step.Run(session);
                if (recorded.TryGetProperty("error", out _)) wrong.Add($"{scenario.Name} step {i}: ran, expected an error");
                else if (step.Difference(outputs, scenario.Tolerance) is { } difference) wrong.Add($"{scenario.Name} step {i}: {difference}");
            }
            catch (TfException e)
            {
                if (!recorded.TryGetProperty("error", out _)) wrong.Add($"{scenario.Name} step {i}: failed: {e.Message}");
            }
        }

        Directory.Delete(folder, recursive: true);
        return compared;
    }

    [GeneratedRegex("^(gradients(?:_[0-9]+)?)/grad_ys_0$")]
    private static partial Regex Pass();
}
