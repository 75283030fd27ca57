using Weir.Protos;

namespace Weir.Runtime.Tests.Saving;

/// <summary>The programs of TensorFlow's guide to saving and restoring variables, against the files that TensorFlow wrote for them.</summary>
public sealed class GuideTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("weir-guide-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Saves_the_files_that_TensorFlow_saves()
    {
        string prefix = $"{folder}/model.ckpt";
        Assert.Equal(prefix, SaveGuide(prefix));
        CheckpointFiles.AssertSame(CorpusFolder.Checkpoint("seed", "model.ckpt"), prefix);
        string state = File.ReadAllText(CorpusFolder.Checkpoint("seed", "checkpoint"));
        Assert.Equal(state.Replace("/ckpt/seed", folder, StringComparison.Ordinal), File.ReadAllText($"{folder}/checkpoint"));
    }

    [Fact]
    public void Builds_the_graph_that_TensorFlow_builds()
    {
        SaveGuide($"{folder}/model.ckpt");
        MetaGraphDef own = MetaGraphDef.Parser.ParseFrom(File.ReadAllBytes($"{folder}/model.ckpt.meta"));
        MetaGraphDef recorded = MetaGraphDef.Parser.ParseFrom(File.ReadAllBytes(CorpusFolder.Checkpoint("seed", "model.ckpt.meta")));
        Assert.Equal(recorded.GraphDef.Node.Select(Described), own.GraphDef.Node.Select(Described));
        Assert.Equal(recorded.SaverDef, own.SaverDef);
        Assert.Equal(recorded.CollectionDef["variables"], own.CollectionDef["variables"]);
        Assert.Equal(recorded.CollectionDef["trainable_variables"], own.CollectionDef["trainable_variables"]);
    }

    [Fact]
    public void Restores_without_an_initializer()
    {
        Graph graph = new();
        Variable v1 = graph.Variable("v1", shape: [3]);
        Variable v2 = graph.Variable("v2", shape: [5]);
        using Session session = new(graph);
        new Saver(graph).Restore(session, CorpusFolder.Checkpoint("seed", "model.ckpt"));
        using Tensor first = session.Run(v1);
        using Tensor second = session.Run(v2);
        Assert.Equal("[1. 1. 1.]", first.ToString());
        Assert.Equal("[-1. -1. -1. -1. -1.]", second.ToString());
    }

    [Fact]
    public void Restores_a_subset_and_initializes_the_rest()
    {
        Graph graph = new();
        Variable v1 = graph.Variable("v1", Initializers.Zeros, shape: [3]);
        Variable v2 = graph.Variable("v2", Initializers.Zeros, shape: [5]);
        Saver saver = new(graph, new() { ["v2"] = v2 });
        using Session session = new(graph);
        session.Run(v1.Initializer!);
        saver.Restore(session, CorpusFolder.Checkpoint("seed", "model.ckpt"));
        using Tensor first = session.Run(v1);
        using Tensor second = session.Run(v2);
        Assert.Equal("[0. 0. 0.]", first.ToString());
        Assert.Equal("[-1. -1. -1. -1. -1.]", second.ToString());
        saver.Save(session, $"{folder}/model.ckpt");
        CheckpointFiles.AssertSame(CorpusFolder.Checkpoint("seed_subset", "model.ckpt"), $"{folder}/model.ckpt");
    }

    [Fact]
    public void A_graph_comes_back_from_its_file_and_saves_again()
    {
        SaveGuide($"{folder}/model.ckpt");
        Graph graph = new();
        Saver saver = Saver.ImportMetaGraph(graph, $"{folder}/model.ckpt.meta")!;
        using Session session = new(graph);
        saver.Restore(session, $"{folder}/model.ckpt");
        Assert.Equal($"{folder}/again-7", saver.Save(session, $"{folder}/again", globalStep: 7));
        Assert.Equal(File.ReadAllBytes($"{folder}/model.ckpt.index"), File.ReadAllBytes($"{folder}/again-7.index"));
        Assert.Equal($"{folder}/again-7", Checkpoint.Latest(folder));
        Assert.Equal(["v1", "v2"], graph.Variables().Select(variable => variable.Name));
    }

    private static string? SaveGuide(string prefix)
    {
        Graph graph = new();
        Variable v1 = graph.Variable("v1", Initializers.Zeros, shape: [3]);
        Variable v2 = graph.Variable("v2", Initializers.Zeros, shape: [5]);
        Operation incV1 = v1.Assign(v1 + 1);
        Operation decV2 = v2.Assign(v2 - 1);
        Operation init = graph.GlobalVariablesInitializer();
        Saver saver = new(graph);
        using Session session = new(graph);
        session.Run(init);
        session.Run(incV1, decV2);
        return saver.Save(session, prefix);
    }

    /// <summary>Name, op, device and inputs of a node; the names of constants beside operators are the client's own.</summary>
    private static string Described(NodeDef node) =>
        $"{Client(node.Name)} = {node.Op}({string.Join(", ", node.Input.Select(Client))}) {node.Device}";

    private static string Client(string name) => name is "add/y" ? "Const" : name is "sub/y" ? "Const_1" : name;
}
