namespace Weir.Runtime.Tests.Saving;

/// <summary>What savers do beyond the guide, and what they say when it can not be done.</summary>
public sealed class SaverTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("weir-saver-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Resource_variables_are_saved_and_restored()
    {
        Graph graph = new();
        Variable v = graph.Variable("v", Initializers.Ones, shape: [2], options: new VariableOptions { UseResource = true });
        Saver saver = new(graph);
        using Session first = new(graph);
        first.Run(graph.GlobalVariablesInitializer());
        saver.Save(first, $"{folder}/m");
        using Session second = new(graph);
        saver.Restore(second, $"{folder}/m");
        using Tensor value = second.Run(v);
        Assert.Equal([1f, 1f], value.ToArray<float>());
    }

    [Fact]
    public void A_missing_name_is_told_with_names_near_it()
    {
        Graph graph = new();
        graph.Variable("v3", shape: [3]);
        using Session session = new(graph);
        TfException error = Assert.Throws<TfException>(() => new Saver(graph).Restore(session, CorpusFolder.Checkpoint("seed", "model.ckpt")));
        Assert.Equal(StatusCode.NotFound, error.Code);
        Assert.StartsWith("Restoring from checkpoint failed. This is most likely due to a Variable name or other graph key that is missing from the checkpoint.", error.Message, StringComparison.Ordinal);
        Assert.Contains("Key v3 not found in checkpoint", error.Message, StringComparison.Ordinal);
        Assert.Contains("v1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_shape_is_told()
    {
        Graph graph = new();
        graph.Variable("v1", shape: [4]);
        using Session session = new(graph);
        TfException error = Assert.Throws<TfException>(() => new Saver(graph).Restore(session, CorpusFolder.Checkpoint("seed", "model.ckpt")));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        Assert.Contains("Assign requires shapes of both tensors to match. lhs shape= [4] rhs shape= [3]", error.Message, StringComparison.Ordinal);
        Assert.Contains("a mismatch between the current graph and the graph from the checkpoint", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_what_makes_no_saver()
    {
        Graph graph = new();
        Assert.Contains("No variables to save", Assert.Throws<ArgumentException>(() => new Saver(graph)).Message, StringComparison.Ordinal);
        Variable a = graph.Variable("a", Initializers.Zeros, shape: [1]);
        Assert.Contains("At least two variables have the same name: a", Assert.Throws<ArgumentException>(() => new Saver(graph, [a, a])).Message, StringComparison.Ordinal);
        Assert.Contains("The same saveable will be restored with two names: y", Assert.Throws<ArgumentException>(() => new Saver(graph, new() { ["x"] = a, ["y"] = a })).Message, StringComparison.Ordinal);
        using Session session = new(graph);
        Saver saver = new(graph);
        Assert.Contains("The passed save_path is not a valid checkpoint: ", Assert.Throws<TfException>(() => saver.Restore(session, $"{folder}/none")).Message, StringComparison.Ordinal);
        Assert.Contains("Attempting to use uninitialized value a", Assert.Throws<TfException>(() => saver.Save(session, $"{folder}/m")).Message, StringComparison.Ordinal);
        Saver later = new(graph, options: new SaverOptions { DeferBuild = true });
        Assert.Throws<InvalidOperationException>(() => later.Save(session, $"{folder}/m"));
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void A_second_variable_of_a_name_is_refused()
    {
        Graph graph = new();
        graph.Variable("a", shape: [1]);
        Assert.Contains("Variable a already exists", Assert.Throws<ArgumentException>(() => graph.Variable("a", shape: [1])).Message, StringComparison.Ordinal);
        using (graph.NameScope("layer")) Assert.Equal("layer/a", graph.Variable("a", shape: [1]).Name);
    }

    [Fact]
    public void An_imported_graph_reaches_no_file_but_the_checkpoint()
    {
        Graph graph = new();
        Variable a = graph.Variable("a", Initializers.Zeros, shape: [1]);
        Saver saver = new(graph);
        string elsewhere = $"{folder}/elsewhere/secret";
        Operation steals;
        steals = graph.AddOperation("SaveV2",
            [graph.Constant(Tensor.Scalar(elsewhere)), graph.Constant(Tensor.From("a")), graph.Constant(Tensor.From("")), a.Operation[0]],
            new Dictionary<string, object> { ["dtypes"] = new[] { DType.Float32 } });
        Output save = graph.GetOutput(saver.ToProto().SaveTensorName);
        Output result;
        using (graph.ControlDependencies(steals)) result = graph.Identity(save);
        Protos.SaverDef definition = saver.ToProto();
        definition.SaveTensorName = result.Name;
        using Session session = new(graph);
        session.Run(graph.GlobalVariablesInitializer());
        Assert.Equal(StatusCode.NotFound, Assert.Throws<TfException>(() => Saver.FromProto(graph, definition).Save(session, $"{folder}/m")).Code);
        Assert.False(Directory.Exists($"{folder}/elsewhere"));
        Assert.Equal(StatusCode.PermissionDenied, Assert.Throws<TfException>(() => session.Run(steals)).Code);
    }

    [Fact]
    public void Names_of_objects_lead_to_their_keys()
    {
        string prefix = CorpusFolder.Checkpoint("tf2_objects", "ckpt-1");
        using CheckpointReader reader = CheckpointReader.Open(prefix);
        CheckpointEntry kernel = reader.Entries.First(entry => entry.Name.EndsWith("kernel/.ATTRIBUTES/VARIABLE_VALUE", StringComparison.Ordinal));
        Graph graph = new();
        Variable variable = graph.Variable("dense/kernel", shape: kernel.Shape);
        using Session session = new(graph);
        new Saver(graph).Restore(session, prefix);
        using Tensor value = session.Run(variable);
        using Tensor stored = reader.Read(kernel.Name);
        Assert.Equal(stored.ToArray<float>(), value.ToArray<float>());
    }
}
