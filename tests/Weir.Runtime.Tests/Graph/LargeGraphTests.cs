using Weir.Protos;

namespace Weir.Runtime.Tests;

/// <summary>Graphs of a hundred thousand nodes are imported, planned and run in seconds, on the stack of any thread.</summary>
public sealed class LargeGraphTests
{
    private const int Length = 100_000;

    [Theory]
    [InlineData("Relu", DataType.DtFloat)]
    [InlineData("Identity", DataType.DtInt32)]
    public void A_chain_takes_seconds_and_no_recursion(string op, DataType dtype)
    {
        Exception? error = null;
        Thread thread = new(() => error = Record.Exception(() => RunChain(op, dtype)), maxStackSize: 256 << 10);
        long start = Environment.TickCount64;
        thread.Start();
        thread.Join();
        Assert.Null(error);
        Assert.True(Environment.TickCount64 - start < 30_000);
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
}
