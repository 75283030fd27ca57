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
    public void Of_a_branch() => RequireSameNumbers(graph.Cond(graph.Constant(Tensor.Scalar(true)), v => [TimesRandom(v[0])], v => [TimesRandom(v[0])], [x])[0]);

    [Fact]
    public void Of_a_call() => RequireSameNumbers(Call(TimesRandom));

    [Fact]
    public void Of_the_rounds_of_a_loop() => RequireSameNumbers(
        graph.While(v => v[1].LessThan(v[1].Graph.Const(5)), v => [TimesRandom(v[0]), v[1] + 1], [x, graph.Const(0)])[0]);

    [Fact]
    public void Of_a_graph_whose_session_has_run_before()
    {
        using Session session = new(graph);
        using Tensor fed = Tensor.Scalar(3f);
        Output y = Call(v => v * v * v);
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

    private Output Call(Func<Output, Output> body) => PartitionedCall.Build(graph, [x], new FunctionGraph(graph, [x], v => [body(v[0])]).Make("f"))[0];

    private static Output TimesRandom(Output v) =>
        v * v.Graph.AddOperation("RandomUniform", [v.Graph.Constant(Tensor.From<int>([]))], new Dictionary<string, object> { ["dtype"] = DType.Float32 })[0];
}
