using System.Text.Json;
using Weir.Protos;

namespace Weir.Runtime.Tests.Saving;

/// <summary>Graphs that TensorFlow made, restored from checkpoints that fit or do not: values, codes, and what the messages say.</summary>
public sealed class RestoreErrorTests
{
    private static readonly JsonElement[] Recorded = [.. JsonDocument.Parse(File.ReadAllBytes(CorpusFolder.Checkpoint("restore_errors", "cases.json"))).RootElement.EnumerateArray()];

    public static TheoryData<string> Names() => [.. Recorded.Select(one => one.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Ends_as_in_TensorFlow(string name)
    {
        JsonElement recorded = Recorded.First(one => one.GetProperty("name").GetString() == name);
        Graph graph = new();
        graph.Import(GraphDef.Parser.ParseFrom(recorded.GetProperty("graph").GetBytesFromBase64()));
        AddVariables(graph);
        Saver saver = Saver.FromProto(graph, SaverDef.Parser.ParseFrom(recorded.GetProperty("saver_def").GetBytesFromBase64()));
        using Session session = new(graph);
        string prefix = Here(recorded.GetProperty("prefix").GetString()!);
        JsonElement outcome = recorded.GetProperty("restore");
        if (outcome.TryGetProperty("ok", out JsonElement values))
        {
            saver.Restore(session, prefix);
            foreach (JsonProperty value in values.EnumerateObject()) AssertValue(session, value);
            return;
        }

        TfException error = Assert.Throws<TfException>(() => saver.Restore(session, prefix));
        JsonElement expected = outcome.GetProperty("error");
        JsonElement kernel = recorded.GetProperty("restore_op").TryGetProperty("error", out JsonElement told) ? told : default;
        string message = Here(expected.GetProperty("message").GetString()!);
        if (name == "glob")
        {
            // TensorFlow's Python guesses a code from the text; this is the kernel's.
            Assert.Equal(kernel.GetProperty("code").GetString(), error.Code.CanonicalName());
            return;
        }

        if (expected.TryGetProperty("code", out JsonElement code)) Assert.Equal(code.GetString(), error.Code.CanonicalName());
        string begin = message.Split("\n\nGraph execution error", 2)[0].Split("Could not find some variables", 2)[0];
        Assert.StartsWith(begin.StartsWith("Graph execution error", StringComparison.Ordinal) ? "Unable to open table file" : begin, error.Message, StringComparison.Ordinal);
        bool isOneAttempt = kernel.ValueKind == JsonValueKind.Object && !name.StartsWith("object-based", StringComparison.Ordinal) && expected.TryGetProperty("code", out _);
        if (isOneAttempt) Assert.Contains(Here(kernel.GetProperty("message").GetString()!), error.Message, StringComparison.Ordinal);
    }

    private static void AssertValue(Session session, JsonProperty value)
    {
        Operation variable = session.Graph.Operations.First(operation => operation.Name == value.Name);
        Output read = variable.Type == "VarHandleOp" ? session.Graph.GetOutput(value.Name + "/Read/ReadVariableOp:0") : variable[0];
        using Tensor found = session.Run(read);
        double[] expected = [.. Flat(value.Value)];
        double[] numbers = found.DType == DType.Int32 ? Array.ConvertAll(found.ToArray<int>(), number => (double)number) : Array.ConvertAll(found.ToArray<float>(), number => (double)number);
        Assert.Equal(expected, numbers);
    }

    private static IEnumerable<double> Flat(JsonElement value) => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().SelectMany(Flat) : [value.GetDouble()];

    private static void AddVariables(Graph graph)
    {
        foreach (Operation operation in graph.Operations.ToArray())
        {
            if (operation.Type == "VariableV2") graph.AddToCollection(GraphKeys.GlobalVariables, new Variable(operation, null, null, operation[0], true));
            if (operation.Type == "VarHandleOp") graph.AddToCollection(GraphKeys.GlobalVariables, new Variable(operation, null, null, graph.GetOutput(operation.Name + "/Read/ReadVariableOp:0"), true));
        }
    }

    private static string Here(string recorded) => recorded.Replace("/ckpt/", CorpusFolder.Checkpoint() + "/", StringComparison.Ordinal)
        .Replace("/ckpt/restore_errors", CorpusFolder.Checkpoint("restore_errors"), StringComparison.Ordinal);
}
