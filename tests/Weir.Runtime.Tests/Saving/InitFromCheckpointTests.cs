using System.Text.Json;

namespace Weir.Runtime.Tests.Saving;

/// <summary>First values out of a checkpoint, by names, scopes and objects: values and errors as in TensorFlow.</summary>
public sealed class InitFromCheckpointTests
{
    private static readonly JsonElement[] Recorded = ApisFolder.Cases("init_from_checkpoint.json");

    public static TheoryData<string> Names() => [.. Recorded.Select(one => one.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Ends_as_in_TensorFlow(string name)
    {
        JsonElement recorded = Recorded.First(one => one.GetProperty("name").GetString() == name);
        Graph graph = new();
        Dictionary<string, AssignmentTarget> objects = Build(graph, name);
        Dictionary<string, AssignmentTarget> map = recorded.GetProperty("assignment_map") is { ValueKind: JsonValueKind.Object } names
            ? names.EnumerateObject().ToDictionary(pair => pair.Name, pair => (AssignmentTarget)pair.Value.GetString()!)
            : objects;
        using Session session = new(graph);
        void Run()
        {
            string checkpoint = recorded.GetProperty("checkpoint").GetString()!;
            graph.InitFromCheckpoint(Path.Exists(ApisFolder.Here(checkpoint)) ? ApisFolder.Path : ApisFolder.Here(checkpoint), map);
            session.Run(graph.GlobalVariablesInitializer());
        }

        if (recorded.TryGetProperty("ok", out JsonElement values))
        {
            Run();
            Assert.NotEmpty(values.EnumerateObject());
            foreach (JsonProperty value in values.EnumerateObject())
            {
                using Tensor tensor = session.Run(graph.Variables().Single(variable => variable.Name == value.Name));
                Assert.Equal(ApisFolder.Flat(value.Value), tensor.ToArray<float>());
            }

            return;
        }

        JsonElement error = recorded.GetProperty("error");
        Exception thrown = Assert.ThrowsAny<Exception>(Run);
        string message = ApisFolder.Here(error.TryGetProperty("kernel_message", out JsonElement kernel) ? kernel.GetString()! : error.GetProperty("message").GetString()!);
        // The rest is a dictionary in Python's order.
        Assert.Contains(message.Split(" checkpoint {")[0], thrown.Message, StringComparison.Ordinal);
        if (error.TryGetProperty("code", out JsonElement code)) Assert.Equal(code.GetString(), Assert.IsType<TfException>(thrown).Code.CanonicalName());
        else Assert.IsType<ArgumentException>(thrown);
    }

    [Fact]
    public void The_checkpoint_is_read_whatever_files_the_session_has()
    {
        Graph graph = new();
        Variable w = graph.Variable("new/w", Initializers.Zeros, [2, 2]);
        graph.InitFromCheckpoint(CorpusFolder.Checkpoint("apis", "m-2"), new Dictionary<string, AssignmentTarget> { ["old/w"] = w });
        Output elsewhere = graph.AddOperation("ReadFile", [graph.Constant(Tensor.Scalar(CorpusFolder.Checkpoint("apis", "checkpoint")))])[0];
        using Session session = new(graph);
        session.Run(w.Initializer!);
        using Tensor value = session.Run(w);
        Assert.Equal([1f, 2, 3, 4], value.ToArray<float>());
        Assert.Throws<TfException>(() => session.Run(elsewhere));
    }

    private static Dictionary<string, AssignmentTarget> Build(Graph graph, string name)
    {
        switch (name)
        {
            case "root to scope with old/ inside":
                graph.Variable("s/old/w", Initializers.Zeros, [2, 2]);
                return [];
            case "same names from root":
                graph.Variable("old/w", Initializers.Zeros, [2, 2]);
                graph.Variable("old/b", Initializers.Zeros, [2]);
                return [];
            case "shape mismatch":
                graph.Variable("x", Initializers.Zeros, [3]);
                return [];
            case "dtype mismatch":
                graph.Variable("x", Initializers.Zeros, [2], DType.Int32);
                return [];
            case "partitioned from whole":
            case "partition objects":
                PartitionedVariable parts = graph.PartitionedVariable("pw", Partitioners.FixedSize(2), Initializers.Zeros, [2, 2]);
                return new() { ["old/w"] = parts };
            case "whole from partitioned":
                graph.Variable("q", Initializers.Zeros, [4, 1]);
                return [];
            case "resource variable":
                graph.Variable("r", Initializers.Zeros, [2], options: new VariableOptions { UseResource = true });
                return [];
            default:
                Variable w = graph.Variable("new/w", Initializers.Zeros, [2, 2]);
                graph.Variable("new/b", Initializers.Zeros, [2]);
                if (name == "scope with a variable absent in the file") graph.Variable("new/zz", Initializers.Zeros, [2]);
                return new() { ["old/w"] = w };
        }
    }
}
