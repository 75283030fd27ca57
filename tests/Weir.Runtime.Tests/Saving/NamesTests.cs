using System.Text.Json;
using Weir.Protos;

namespace Weir.Runtime.Tests.Saving;

/// <summary>Savers of lists, dictionaries, local variables, tables, all over one graph: their files and their operations are TensorFlow's.</summary>
public sealed class NamesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("weir-names-").FullName;
    private readonly Graph graph = new();
    private readonly Variable a;
    private readonly Variable b;
    private readonly Variable res;
    private readonly Variable globalStep;
    private readonly Variable local;
    private readonly Operation insert;

    public NamesTests()
    {
        a = graph.Variable("a", Initializers.Value(Tensor.From(1f, 2f)));
        b = graph.Variable("scope/b", Initializers.Value(Tensor.From(new int[,] { { 3 } })));
        res = graph.Variable("res", Initializers.Value(Tensor.From(5f)), options: new VariableOptions { UseResource = true });
        globalStep = graph.Variable("global_step", Initializers.Zeros, [], DType.Int64,
            new VariableOptions { Trainable = false, Collections = [GraphKeys.GlobalVariables, GraphKeys.GlobalStep] });
        local = graph.Variable("local", Initializers.Value(Tensor.From(9f)), options: new VariableOptions { Trainable = false, Collections = [GraphKeys.LocalVariables] });
        MutableHashTable table = graph.MutableHashTable(DType.String, Tensor.Scalar(-1L), "mutable_table");
        insert = table.Insert(graph.Constant(Tensor.From("one", "two", "three")), graph.Constant(Tensor.From(1L, 2L, 3L)));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Files_and_operations_are_those_of_TensorFlow()
    {
        Operation init = graph.GlobalVariablesInitializer();
        using Session session = new(graph);
        session.Run(init, insert, local.Initializer!);
        (string Prefix, Saver Saver)[] savers =
        [
            ("all", new Saver(graph)),
            ("list", new Saver(graph, [a, b])),
            ("dict", new Saver(graph, new() { ["renamed/a"] = a, ["b2"] = b, ["res2"] = res })),
            ("local", new Saver(graph, graph.Variables(GraphKeys.LocalVariables))),
            ("op_list_one", new Saver(graph, [globalStep])),
            ("sequential", new Saver(graph, [a, b], new SaverOptions { RestoreSequentially = true, Name = "my_save" })),
            ("filename", new Saver(graph, [a], new SaverOptions { FileName = "special" })),
            ("reshape", new Saver(graph, [a], new SaverOptions { Reshape = true })),
            ("saveable", new Saver(graph, [Saveable.Of(a), Saveable.Of(res, "custom/name")], new SaverOptions())),
        ];
        GraphDef recorded = GraphDef.Parser.ParseFrom(File.ReadAllBytes(CorpusFolder.Checkpoint("names", "graph.pb")));
        JsonElement definitions = JsonDocument.Parse(File.ReadAllBytes(CorpusFolder.Checkpoint("names", "expect.json"))).RootElement.GetProperty("savers");
        Dictionary<string, NodeDef> nodes = graph.ExportMetaGraph().GraphDef.Node.ToDictionary(node => node.Name);
        foreach ((string prefix, Saver saver) in savers)
        {
            Assert.Equal($"{folder}/{prefix}", saver.Save(session, $"{folder}/{prefix}"));
            if (prefix != "all")
            {
                // A table gives its entries in no order that means anything.
                CheckpointFiles.AssertSame(CorpusFolder.Checkpoint("names", prefix), $"{folder}/{prefix}");
            }

            Assert.Equal(definitions.GetProperty(prefix).GetProperty("saver_def").GetString(), TextFormat.Print(saver.ToProto()));
            string scope = saver.ToProto().RestoreOpName[..^"restore_all".Length];
            Assert.NotEmpty(OwnOf(scope));
            // Python's own saveable of a resource variable reads it once more.
            if (prefix != "saveable") Assert.Equal(recorded.Node.Where(node => node.Name.StartsWith(scope, StringComparison.Ordinal)).Select(Described), OwnOf(scope));
        }

        IEnumerable<string> OwnOf(string scope) => nodes.Values.Where(node => node.Name.StartsWith(scope, StringComparison.Ordinal)).Select(Described);
    }

    [Fact]
    public void A_table_comes_back_with_the_variables()
    {
        MutableHashTable table = graph.MutableHashTable(DType.String, Tensor.Scalar(-1L), "other");
        Output found = table.Lookup(graph.Constant(Tensor.From("two", "four")));
        Saver saver = new(graph, [Saveable.Of(a), new UnderAnotherName(table.Saveable)], new SaverOptions());
        using Session session = new(graph);
        saver.Restore(session, CorpusFolder.Checkpoint("names", "all"));
        using Tensor values = session.Run(found);
        Assert.Equal([2L, -1], values.ToArray<long>());
        using Tensor size = session.Run(table.Size());
        Assert.Equal([3L], size.ToArray<long>());
    }

    [Fact]
    public void Another_shape_is_restored_where_the_saver_reshapes()
    {
        Graph other = new();
        Variable column = other.Variable("a", Initializers.Zeros, shape: [2, 1]);
        Saver reshapes = new(other, [column], new SaverOptions { Reshape = true });
        Saver strict = new(other, [column]);
        using Session session = new(other);
        string prefix = CorpusFolder.Checkpoint("names", "reshape");
        reshapes.Restore(session, prefix);
        using Tensor value = session.Run(column);
        Assert.Equal("[[1.]\n [2.]]", value.ToString());
        Assert.Contains("Assign requires shapes of both tensors to match. lhs shape= [2,1] rhs shape= [2]",
            Assert.Throws<TfException>(() => strict.Restore(session, prefix)).Message, StringComparison.Ordinal);

        Graph third = new();
        third.Variable("a", Initializers.Zeros, shape: [3]);
        Saver tooLarge = new(third, options: new SaverOptions { Reshape = true });
        using Session thirdSession = new(third);
        Assert.Contains("Input to reshape is a tensor with 2 values, but the requested shape has 3",
            Assert.Throws<TfException>(() => tooLarge.Restore(thirdSession, prefix)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("duplicate in list")]
    [InlineData("duplicate in dict")]
    [InlineData("empty list")]
    [InlineData("allow_empty")]
    [InlineData("defer_build then save")]
    [InlineData("max_to_keep negative")]
    [InlineData("restore None")]
    [InlineData("restore absent")]
    public void Refuses_what_TensorFlow_refuses(string name)
    {
        using Session session = new(graph);
        Action action = name switch
        {
            "duplicate in list" => () => _ = new Saver(graph, [a, a]),
            "duplicate in dict" => () => _ = new Saver(graph, new() { ["x"] = a, ["y"] = a }),
            "empty list" => () => _ = new Saver(graph, Array.Empty<Variable>()),
            "allow_empty" => () => _ = new Saver(graph, Array.Empty<Variable>(), new SaverOptions { AllowEmpty = true }),
            "defer_build then save" => () => _ = new Saver(graph, [a], new SaverOptions { DeferBuild = true }),
            "max_to_keep negative" => () => _ = new Saver(graph, [a], new SaverOptions { MaxToKeep = -1 }),
            "restore None" => () => new Saver(graph, [a]).Restore(session, null!),
            _ => () => new Saver(graph, [a]).Restore(session, $"{folder}/absent"),
        };
        JsonElement recorded = JsonDocument.Parse(File.ReadAllBytes(CorpusFolder.Checkpoint("names", "expect.json"))).RootElement.GetProperty("constructor_errors").GetProperty(name);
        Exception? thrown = Record.Exception(action);
        if (recorded.TryGetProperty("error", out JsonElement error))
        {
            Assert.Contains(error.GetProperty("message").GetString()!.Replace("/ckpt/names", folder, StringComparison.Ordinal), thrown?.Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Null(thrown);
        }
    }

    private static string Described(NodeDef node)
    {
        string values = node.Attr.TryGetValue("value", out AttrValue? value) && value.Tensor.Dtype == DataType.DtString
            ? string.Join(',', value.Tensor.StringVal.Select(text => text.ToStringUtf8()))
            : "";
        string place = node.Attr.TryGetValue("_class", out AttrValue? places) ? string.Join(',', places.List.S.Select(s => s.ToStringUtf8())) : "";
        return $"{node.Name} = {node.Op}({string.Join(", ", node.Input)}) {node.Device} {place} {values}";
    }

    private sealed class UnderAnotherName(Saveable table) : Saveable(table.Operation, "mutable_table")
    {
        public override IReadOnlyList<SaveSpec> Specs { get; } = [.. table.Specs.Select(spec => spec with { Name = spec.Name.Replace("other", "mutable_table", StringComparison.Ordinal) })];

        public override Operation Restore(IReadOnlyList<Output> values) => table.Restore(values);
    }
}
