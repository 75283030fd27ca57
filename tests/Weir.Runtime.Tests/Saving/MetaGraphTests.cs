using System.Text.Json;
using Weir.Protos;

namespace Weir.Runtime.Tests.Saving;

/// <summary>Graphs with their collections, out of files and into files, against what TensorFlow exported and imported.</summary>
public sealed class MetaGraphTests : IDisposable
{
    private static readonly JsonElement Imports = JsonDocument.Parse(File.ReadAllBytes(CorpusFolder.Checkpoint("meta", "imports.json"))).RootElement;

    private readonly string folder = Directory.CreateTempSubdirectory("weir-meta-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("default")]
    [InlineData("stripped")]
    [InlineData("clear_devices")]
    [InlineData("collections")]
    [InlineData("clear_extraneous")]
    public void Exports_what_TensorFlow_exported(string variant)
    {
        Graph graph = new();
        Saver saver = Saver.ImportMetaGraph(graph, Meta("default"))!;
        MetaGraphDef own = saver.ExportMetaGraph(metaGraph: variant switch
        {
            "stripped" => new MetaGraphOptions { StripDefaultAttrs = true },
            "clear_devices" => new MetaGraphOptions { ClearDevices = true },
            "collections" => new MetaGraphOptions { Collections = ["ints", "nodes"] },
            "clear_extraneous" => new MetaGraphOptions { ClearExtraneousSavers = true },
            _ => null,
        });
        AssertSame(MetaGraphDef.Parser.ParseFrom(File.ReadAllBytes(Meta(variant))), own);
    }

    [Fact]
    public void Exports_as_text()
    {
        Graph graph = new();
        Saver saver = Saver.ImportMetaGraph(graph, Meta("as_text"))!;
        MetaGraphDef own = saver.ExportMetaGraph($"{folder}/m.meta", asText: true);
        Assert.Equal(own, TextFormat.Parse<MetaGraphDef>(File.ReadAllBytes($"{folder}/m.meta")));
        AssertSame(TextFormat.Parse<MetaGraphDef>(File.ReadAllBytes(Meta("as_text"))), own);
    }

    [Theory]
    [InlineData("import_none")]
    [InlineData("import_imported")]
    [InlineData("import_a_b")]
    public void Imports_as_TensorFlow_imported(string import)
    {
        JsonElement recorded = Imports.GetProperty(import);
        Graph graph = new();
        Saver saver = Saver.ImportMetaGraph(graph, Meta("default"), importScope: recorded.GetProperty("import_scope").GetString())!;
        Assert.Equal(recorded.GetProperty("saver").GetString(), TextFormat.Print(saver.ToProto()));
        GraphDef expected = GraphDef.Parser.ParseFrom(File.ReadAllBytes(CorpusFolder.Checkpoint("meta", import + ".pb")));
        // Python gives nodes that are placed with others the devices of these, and sorts nodes.
        Assert.Equal(Ordered(expected), Ordered(graph.ExportMetaGraph().GraphDef));
        Assert.NotEmpty(recorded.GetProperty("collections").EnumerateObject());
        foreach (JsonProperty collection in recorded.GetProperty("collections").EnumerateObject()) Assert.Equal(collection.Value.GetInt32(), graph.GetCollection(collection.Name).Count);
        using Session session = new(graph);
        saver.Restore(session, CorpusFolder.Checkpoint("meta", "model.ckpt"));
        Assert.NotEmpty(recorded.GetProperty("restore").GetProperty("ok").EnumerateObject());
        foreach (JsonProperty value in recorded.GetProperty("restore").GetProperty("ok").EnumerateObject())
        {
            using Tensor tensor = session.Run(graph.Variables().Single(variable => variable.Name == value.Name));
            Assert.Equal(ApisFolder.Flat(value.Value), tensor.ToArray<float>());
        }
    }

    [Fact]
    public void What_was_imported_under_a_scope_goes_out_of_it_again()
    {
        Graph graph = new();
        Saver.ImportMetaGraph(graph, Meta("default"), importScope: "a/b");
        MetaGraphDef recorded = MetaGraphDef.Parser.ParseFrom(File.ReadAllBytes(Meta("default")));
        MetaGraphDef own = graph.ExportMetaGraph(new MetaGraphOptions { ExportScope = "a/b" });
        own.SaverDef = recorded.SaverDef;
        AssertSame(recorded, own);
    }

    [Fact]
    public void Exports_what_is_in_a_scope()
    {
        Graph graph = new();
        using (graph.NameScope("s"))
        {
            Variable v = graph.Variable("v", Initializers.Value(Tensor.Scalar(2f)));
            graph.Identity(v * 2, "dbl");
        }

        MetaGraphDef recorded = MetaGraphDef.Parser.ParseFrom(File.ReadAllBytes(Meta("scope")));
        MetaGraphDef own = graph.ExportMetaGraph(new MetaGraphOptions { ExportScope = "s" });
        Assert.Equal(["v/Initializer/initial_value", "v", "v/Assign", "v/read", "Const", "mul", "dbl"], own.GraphDef.Node.Select(node => node.Name));
        Assert.Equal(recorded.CollectionDef.Keys.Order(StringComparer.Ordinal), own.CollectionDef.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(recorded.MetaInfoDef.StrippedOpList, own.MetaInfoDef.StrippedOpList);
    }

    [Fact]
    public void What_a_scope_reads_from_outside_is_given_on_import()
    {
        Graph graph = new();
        Output x = graph.Placeholder(DType.Float32, [2], "x");
        using (graph.NameScope("s")) graph.Identity(x * 2, "dbl");
        File.WriteAllBytes($"{folder}/s.meta", Google.Protobuf.MessageExtensions.ToByteArray(graph.ExportMetaGraph(new MetaGraphOptions { ExportScope = "s" })));
        Graph other = new();
        Assert.Contains("$unbound_inputs_x", Assert.Throws<TfException>(() => Saver.ImportMetaGraph(other, $"{folder}/s.meta")).Message, StringComparison.Ordinal);
        Output z = other.Placeholder(DType.Float32, [2], "z");
        Saver.ImportMetaGraph(other, $"{folder}/s.meta", inputMap: new Dictionary<string, Output> { ["$unbound_inputs_x"] = z });
        using Session session = new(other);
        using Tensor fed = Tensor.From(1f, 2f);
        Assert.Equal([2f, 4f], session.Run(new Dictionary<Output, Tensor> { [z] = fed }, [other.GetOutput("dbl:0")], cancellationToken: TestContext.Current.CancellationToken)[0].ToArray<float>());
    }

    [Fact]
    public void Inputs_are_mapped_to_edges_that_are_there()
    {
        Graph graph = new();
        Output z = graph.Placeholder(DType.Float32, [null, 2], "z");
        Saver.ImportMetaGraph(graph, Meta("model.ckpt"), inputMap: new Dictionary<string, Output> { ["x:0"] = z });
        Assert.Equal(Imports.GetProperty("input_map").GetProperty("ok").EnumerateArray().Select(name => name.GetString()!), graph.GetOutput("y:0").Operation.Inputs.Select(input => input.Name));
        Graph other = new();
        Output y = other.Placeholder(DType.Float32);
        Assert.Contains("[nothing:0]", Assert.Throws<ArgumentException>(() => Saver.ImportMetaGraph(other, Meta("model.ckpt"), inputMap: new Dictionary<string, Output> { ["nothing"] = y })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_without_variables_has_no_saver()
    {
        Assert.Null(Saver.ImportMetaGraph(new Graph(), Meta("no_vars")));
        TfException absent = Assert.Throws<TfException>(() => Saver.ImportMetaGraph(new Graph(), Meta("absent")));
        Assert.Equal((StatusCode.NotFound, $"File does not exist. Received: {Meta("absent")}."), (absent.Code, absent.Message));
        Assert.Equal(StatusCode.InvalidArgument, Assert.Throws<TfException>(() => Saver.ImportMetaGraph(new Graph(), Meta("garbage"))).Code);
    }

    private static void AssertSame(MetaGraphDef recorded, MetaGraphDef own)
    {
        Assert.NotEmpty(recorded.GraphDef.Node);
        Assert.Equal(recorded.GraphDef.Node.Select(node => node.Name), own.GraphDef.Node.Select(node => node.Name));
        for (int i = 0; i < recorded.GraphDef.Node.Count; i++) Assert.Equal(NodeText.Comparable(recorded.GraphDef.Node[i]), NodeText.Comparable(own.GraphDef.Node[i]));
        for (int i = 0; i < recorded.GraphDef.Node.Count; i++) AssertShapes(recorded.GraphDef.Node[i], own.GraphDef.Node[i]);
        Assert.Equal(recorded.SaverDef, own.SaverDef);
        Assert.Equal(recorded.CollectionDef, own.CollectionDef);
        Assert.Equal(recorded.MetaInfoDef.StrippedDefaultAttrs, own.MetaInfoDef.StrippedDefaultAttrs);
        Assert.Equal(recorded.MetaInfoDef.StrippedOpList, own.MetaInfoDef.StrippedOpList);
    }

    /// <summary>Python says what it knows of the shapes of an edge when it makes it; of a loop that is more than follows from the graph.</summary>
    private static void AssertShapes(NodeDef recorded, NodeDef own)
    {
        Assert.Equal(recorded.Attr.ContainsKey("_output_shapes"), own.Attr.ContainsKey("_output_shapes"));
        if (!recorded.Name.StartsWith("loop", StringComparison.Ordinal) && own.Attr.TryGetValue("_output_shapes", out AttrValue? shapes)) Assert.Equal(recorded.Attr["_output_shapes"], shapes);
    }

    private static IEnumerable<NodeDef> Ordered(GraphDef graphDef) => graphDef.Node.Select(WithoutDevice).OrderBy(node => node.Name, StringComparer.Ordinal);

    private static NodeDef WithoutDevice(NodeDef node)
    {
        NodeDef bare = NodeText.Comparable(node);
        bare.Device = "";
        return bare;
    }

    private static string Meta(string name) => CorpusFolder.Checkpoint("meta", name + ".meta");
}
