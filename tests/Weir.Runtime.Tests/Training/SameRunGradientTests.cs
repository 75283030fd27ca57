using Weir.Graphs;
using Weir.Ops;

namespace Weir.Runtime.Tests;

/// <summary>Gradients see the values that the forward run has made: nothing is computed, or drawn, a second time.</summary>
public sealed class SameRunGradientTests
{
    private readonly Graph graph = new();
    private readonly Output x;

    public SameRunGradientTests() => x = graph.Placeholder("x", Shape.Scalar);

    [Fact]
    public void Of_a_branch() => RequireSameNumbers(graph.AddOperation("If", [graph.Constant(Tensor.Scalar(true)), x], new Dictionary<string, object>
    {
        ["then_branch"] = TimesRandom().Reference, ["else_branch"] = TimesRandom().Reference, ["Tout"] = new[] { DType.Float32 },
    })[0]);

    [Fact]
    public void Of_a_call() => RequireSameNumbers(PartitionedCall.Build(graph, [x], TimesRandom())[0]);

    [Fact]
    public void Of_the_rounds_of_a_loop()
    {
        Function condition = Function((body, arguments) => [Comparisons.Greater(body.Const(5), arguments[1])], DType.Float32, DType.Int32);
        Function round = Function((body, arguments) => [arguments[0] * Random(body), arguments[1] + body.Const(1)], DType.Float32, DType.Int32);
        RequireSameNumbers(While.Build(graph, [x, graph.Const(0)], condition, round)[0]);
    }

    [Fact]
    public void Of_a_graph_whose_session_has_run_before()
    {
        using Session session = new(graph);
        using Tensor fed = Tensor.Scalar(3f);
        Output y = PartitionedCall.Build(graph, [x], Function((body, arguments) => [body.Square(arguments[0]) * arguments[0]], DType.Float32))[0];
        Assert.Equal([27f], session.Floats(y, (x, fed)));
        Output slope = Gradients.Of([y], [x])[0]!.Value;
        Assert.Equal([27f], session.Floats(slope, (x, fed)));
        Assert.Equal([27f], session.Floats(y, (x, fed)));
    }

    /// <summary>y is a product of x and random numbers: its derivative is y / x, if it is of the same numbers.</summary>
    private void RequireSameNumbers(Output y)
    {
        Output slope = Gradients.Of([y], [x])[0]!.Value;
        using Session session = new(graph);
        using Tensor fed = Tensor.Scalar(2f);
        for (int i = 0; i < 3; i++)
        {
            Tensor[] results = session.Run(new Dictionary<Output, Tensor> { [x] = fed }, [y, slope]);
            float value = results[0].ToArray<float>()[0];
            Assert.NotEqual(0, value);
            Assert.Equal(value / 2, results[1].ToArray<float>()[0], value * 1e-6);
        }
    }

    private Function TimesRandom() => Function((body, arguments) => [arguments[0] * Random(body)], DType.Float32);

    private static Output Random(Graph body) => body.AddOperation("RandomUniform", [body.Constant(Tensor.From<int>([]))], new Dictionary<string, object> { ["dtype"] = DType.Float32 })[0];

    private Function Function(Func<Graph, Output[], Output[]> make, params DType[] types)
    {
        Graph body = new(graph.Functions);
        Output[] arguments = [.. types.Select(type => Argument.Build(body, type, Shape.Scalar))];
        return new FunctionMaker(body, arguments).Make("f", make(body, arguments), []);
    }
}
