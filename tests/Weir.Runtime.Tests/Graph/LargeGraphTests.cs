using Google.Protobuf;
using Weir.Protos;

namespace Weir.Runtime.Tests;

/// <summary>Graphs of a hundred thousand nodes are imported, planned and run in seconds, on the stack of any thread.</summary>
public sealed class LargeGraphTests
{
    private const int Length = 100_000;

    [Theory]
    [InlineData("Relu", DataType.DtFloat)]
    [InlineData("Identity", DataType.DtInt32)]
    public void A_chain_needs_no_recursion_and_ends(string op, DataType dtype)
    {
        Exception? error = null;
        Thread thread = new(() => error = Record.Exception(() => RunChain(op, dtype)), maxStackSize: 256 << 10);
        thread.Start();
        // Half a second of work where nothing is quadratic; the bound is for what would never end.
        Assert.True(thread.Join(TimeSpan.FromMinutes(5)));
        Assert.Null(error);
    }

    [Fact]
    public void Nodes_beyond_the_limit_are_refused()
    {
        GraphDef graphDef = Chain("Relu", DataType.DtFloat, 100);
        TfException error = Assert.Throws<TfException>(() => new Graph().Import(graphDef, new ImportOptions { Limits = ModelLimits.Default with { MaxNodes = 50 } }));
        Assert.Equal(StatusCode.ResourceExhausted, error.Code);
    }

    private static void RunChain(string op, DataType dtype)
    {
        Graph graph = new();
        graph.Import(Chain(op, dtype, Length));
        using Session session = new(graph);
        using Tensor fed = dtype == DataType.DtFloat ? Tensor.From(1f, -1f) : Tensor.From(1, -1);
        using Tensor result = session.Run(graph.GetOutput($"n{Length - 1}:0"), new Dictionary<Output, Tensor> { [graph.GetOutput("x:0")] = fed });
        Assert.Equal(2, result.ElementCount);
    }

    /// <summary>Written from its end to its beginning: nothing may rely on the order of nodes.</summary>
    private static GraphDef Chain(string op, DataType dtype, int length)
    {
        GraphDef graphDef = new();
        for (int i = length - 1; i >= 0; i--)
        {
            NodeDef node = new() { Name = $"n{i}", Op = op, Input = { i == 0 ? "x" : $"n{i - 1}" } };
            node.Attr["T"] = new AttrValue { Type = dtype };
            graphDef.Node.Add(node);
        }

        NodeDef x = new() { Name = "x", Op = "Placeholder" };
        x.Attr["dtype"] = new AttrValue { Type = dtype };
        graphDef.Node.Add(x);
        return graphDef;
    }

    /// <summary>Wide, and as a ladder that has more paths than there are numbers.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_fan_and_a_ladder_take_seconds_and_no_recursion(bool fan)
    {
        Exception? error = null;
        Thread thread = new(() => error = Record.Exception(() =>
        {
            Graph graph = new();
            graph.Import(fan ? Fan() : Ladder());
            using Session session = new(graph);
            using Tensor fed = Tensor.From(1f, -1f);
            using Tensor result = session.Run(graph.GetOutput("end:0"), new Dictionary<Output, Tensor> { [graph.GetOutput("x:0")] = fed });
            Assert.Equal(fan ? [(float)Length, 0] : [1f, 0], result.ToArray<float>());
        }), maxStackSize: 256 << 10);
        thread.Start();
        thread.Join();
        Assert.Null(error);
    }

    /// <summary>A hundred thousand words, joined: none is taken for another, and that takes no comparing of each with each.</summary>
    [Fact]
    public async Task Constants_that_differ_are_planned_one_by_one()
    {
        GraphDef graphDef = new();
        NodeDef join = new() { Name = "end", Op = "StringJoin" };
        join.Attr["N"] = new AttrValue { I = Length };
        for (int i = 0; i < Length; i++)
        {
            NodeDef word = Node($"n{i}", "Const", "dtype", DataType.DtString);
            word.Attr["value"] = new AttrValue { Tensor = new TensorProto { Dtype = DataType.DtString, TensorShape = new TensorShapeProto(), StringVal = { ByteString.CopyFromUtf8($"{i % 10}") } } };
            graphDef.Node.Add(word);
            join.Input.Add(word.Name);
        }

        graphDef.Node.Add(join);
        Graph graph = new();
        graph.Import(graphDef);
        using Session session = new(graph);
        // A second of work; the bound is for what would never end.
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using Tensor joined = await Task.Run(() => session.Run(graph.GetOutput("end:0")), cancellation).WaitAsync(TimeSpan.FromMinutes(5), cancellation);
        Assert.Equal(Length, joined.GetBytes(0).Length);
    }

    /// <summary>A hundred thousand nodes read x, one adds them.</summary>
    private static GraphDef Fan()
    {
        GraphDef graphDef = new();
        graphDef.Node.Add(Node("x", "Placeholder", "dtype", DataType.DtFloat));
        NodeDef sum = Node("end", "AddN", "T", DataType.DtFloat);
        sum.Attr["N"] = new AttrValue { I = Length };
        for (int i = 0; i < Length; i++)
        {
            graphDef.Node.Add(Node($"n{i}", "Relu", "T", DataType.DtFloat, "x"));
            sum.Input.Add($"n{i}");
        }

        graphDef.Node.Add(sum);
        return graphDef;
    }

    /// <summary>Each rung reads both sides of the one before.</summary>
    private static GraphDef Ladder()
    {
        GraphDef graphDef = new();
        graphDef.Node.Add(Node("x", "Placeholder", "dtype", DataType.DtFloat));
        for (int i = 0; i < Length / 3; i++)
        {
            string before = i == 0 ? "x" : $"m{i - 1}";
            graphDef.Node.Add(Node($"a{i}", "Relu", "T", DataType.DtFloat, before));
            graphDef.Node.Add(Node($"b{i}", "Relu6", "T", DataType.DtFloat, before));
            graphDef.Node.Add(Node($"m{i}", "Maximum", "T", DataType.DtFloat, $"a{i}", $"b{i}"));
        }

        graphDef.Node.Add(Node("end", "Relu", "T", DataType.DtFloat, $"m{(Length / 3) - 1}"));
        return graphDef;
    }

    private static NodeDef Node(string name, string op, string typeName, DataType type, params string[] inputs)
    {
        NodeDef node = new() { Name = name, Op = op, Input = { inputs } };
        node.Attr[typeName] = new AttrValue { Type = type };
        return node;
    }
}
