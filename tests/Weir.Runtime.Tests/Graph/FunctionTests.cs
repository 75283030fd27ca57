using Weir.Protos;

namespace Weir.Runtime.Tests;

/// <summary>Functions that call functions: inlined within bounds, refused beyond them.</summary>
public sealed class FunctionTests
{
    [Fact]
    public void Calls_nest_and_wait_for_each_other()
    {
        using Session session = new(Import(Caller("twice", "once"), Caller("once", null)));
        using Tensor fed = Tensor.From(1f, 2f);
        Assert.Equal([4f, 8f], session.Floats(session.Graph.GetOutput("call:0"), (session.Graph.GetOutput("x:0"), fed)));
    }

    [Fact]
    public void A_function_that_calls_itself_is_an_error()
    {
        using Session session = new(Import(Caller("f", "f")));
        using Tensor fed = Tensor.Scalar(1f);
        TfException error = Assert.Throws<TfException>(() => session.Floats(session.Graph.GetOutput("call:0"), (session.Graph.GetOutput("x:0"), fed)));
        Assert.Equal(StatusCode.ResourceExhausted, error.Code);
        Assert.Contains("'f'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_thread_with_a_small_stack_gets_an_error_too()
    {
        Session session = new(Import(Caller("f", "f")), new SessionOptions { Limits = ModelLimits.Default with { MaxFunctionDepth = 1_000_000 } });
        TfException? error = null;
        Thread thread = new(() =>
        {
            using Tensor fed = Tensor.Scalar(1f);
            error = Assert.Throws<TfException>(() => session.Floats(session.Graph.GetOutput("call:0"), (session.Graph.GetOutput("x:0"), fed)));
        }, maxStackSize: 512 << 10);
        thread.Start();
        thread.Join();
        session.Dispose();
        Assert.Equal(StatusCode.ResourceExhausted, error?.Code);
    }

    /// <summary>Forty functions, each calling the next twice, make a million million calls; none of them adds a node.</summary>
    [Fact]
    public void Functions_that_only_call_each_other_end_at_the_limit()
    {
        FunctionDef[] functions = new FunctionDef[41];
        for (int i = 0; i < 40; i++) functions[i] = Function($"f{i}", ("a", $"f{i + 1}", "x"), ("b", $"f{i + 1}", "a:y:0"));
        functions[40] = Function("f40", ("a", "Identity", "x"));
        functions[40].Ret["y"] = "a:output:0";
        functions[40].NodeDef[0].Attr["T"] = new AttrValue { Type = DataType.DtFloat };
        using Session session = new(Import("f0", functions), new SessionOptions { Limits = ModelLimits.Default with { MaxPlanNodes = 100_000 } });
        using Tensor fed = Tensor.Scalar(1f);
        TfException error = Assert.Throws<TfException>(() => session.Floats(session.Graph.GetOutput("call:0"), (session.Graph.GetOutput("x:0"), fed)));
        Assert.Equal(StatusCode.ResourceExhausted, error.Code);
    }

    [Fact]
    public void A_missing_function_is_named()
    {
        using Session session = new(Import(Caller("f", "g"), Caller("g", null)));
        Graph graph = new();
        GraphDef graphDef = new();
        graphDef.Node.Add(PlaceholderNode());
        graphDef.Node.Add(Call("call", "nowhere", "x"));
        TfException error = Assert.Throws<TfException>(() =>
        {
            graph.Import(graphDef);
            using Session other = new(graph);
            other.Run(graph.GetOutput("call:0"));
        });
        Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
    }

    /// <summary>y = x + x of the function <paramref name="inner"/>, or of x itself.</summary>
    private static FunctionDef Caller(string name, string? inner)
    {
        FunctionDef function = inner is null ? Function(name) : Function(name, ("inner", inner, "x"));
        NodeDef sum = new() { Name = "sum", Op = "AddV2", Input = { inner is null ? "x" : "inner:y:0", inner is null ? "x" : "inner:y:0" } };
        sum.Attr["T"] = new AttrValue { Type = DataType.DtFloat };
        function.NodeDef.Add(sum);
        function.Ret["y"] = "sum:z:0";
        return function;
    }

    private static FunctionDef Function(string name, params (string Name, string Op, string Input)[] nodes)
    {
        FunctionDef function = new()
        {
            Signature = new OpDef
            {
                Name = name,
                InputArg = { new OpDef.Types.ArgDef { Name = "x", Type = DataType.DtFloat } },
                OutputArg = { new OpDef.Types.ArgDef { Name = "y", Type = DataType.DtFloat } },
            },
        };
        foreach ((string node, string op, string input) in nodes)
        {
            function.NodeDef.Add(new NodeDef { Name = node, Op = op, Input = { input } });
            function.Ret["y"] = $"{node}:y:0";
        }

        return function;
    }

    private static Graph Import(params FunctionDef[] functions) => Import(functions[0].Signature.Name, functions);

    private static Graph Import(string called, FunctionDef[] functions)
    {
        GraphDef graphDef = new() { Library = new FunctionDefLibrary { Function = { functions } } };
        graphDef.Node.Add(PlaceholderNode());
        graphDef.Node.Add(Call("call", called, "x"));
        Graph graph = new();
        graph.Import(graphDef);
        return graph;
    }

    private static NodeDef PlaceholderNode()
    {
        NodeDef node = new() { Name = "x", Op = "Placeholder" };
        node.Attr["dtype"] = new AttrValue { Type = DataType.DtFloat };
        return node;
    }

    private static NodeDef Call(string name, string function, string input)
    {
        NodeDef node = new() { Name = name, Op = "PartitionedCall", Input = { input } };
        node.Attr["Tin"] = new AttrValue { List = new AttrValue.Types.ListValue { Type = { DataType.DtFloat } } };
        node.Attr["Tout"] = new AttrValue { List = new AttrValue.Types.ListValue { Type = { DataType.DtFloat } } };
        node.Attr["f"] = new AttrValue { Func = new NameAttrList { Name = function } };
        return node;
    }
}
