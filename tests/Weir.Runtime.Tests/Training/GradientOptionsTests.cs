using Weir.Graphs;
using Weir.Ops;

namespace Weir.Runtime.Tests;

/// <summary>What a caller says about gradients, and what is refused.</summary>
public sealed class GradientOptionsTests
{
    private readonly Graph graph = new();
    private readonly Output x;
    private readonly Output y;

    public GradientOptionsTests()
    {
        x = graph.Placeholder("x", Shape.Of([2]));
        y = graph.Placeholder("y", Shape.Of([2]));
    }

    [Fact]
    public void Nothing_flows_past_what_is_said_to_be_constant()
    {
        Output inner = x * x;
        Output sum = inner * x;
        IReadOnlyList<Output?> gradients = Gradients.Of([sum], [x, inner], options: new GradientOptions { StopGradients = [inner] });
        Assert.Equal([4f, 9f], Run(gradients[0]!.Value));
        Assert.Equal([2f, 3f], Run(gradients[1]!.Value));
    }

    [Fact]
    public void What_nothing_depends_on_has_no_gradient_or_zeros()
    {
        Assert.Null(Gradients.Of([x * 2.0], [y])[0]);
        Assert.Equal([0f, 0f], Run(Gradients.Of([x * 2.0], [y], options: new GradientOptions { Unconnected = UnconnectedGradients.Zero })[0]!.Value));
    }

    [Theory]
    [InlineData(AggregationMethod.AddN)]
    [InlineData(AggregationMethod.Tree)]
    public void However_gradients_are_added_the_sum_is_the_same(AggregationMethod method)
    {
        Output sum = Enumerable.Range(1, 7).Select(i => x * i).Aggregate((a, b) => a * 1.0 + b);
        Assert.Equal([28f, 28f], Run(Gradients.Of([sum], [x], options: new GradientOptions { Aggregation = method })[0]!.Value));
    }

    [Fact]
    public void A_given_gradient_flows_in_and_the_scope_has_its_name()
    {
        Output gradient = Gradients.Of([x * 3.0], [x], [y], new GradientOptions { Name = "slopes" })[0]!.Value;
        Assert.Equal([15f, 21f], Run(gradient));
        Assert.StartsWith("slopes/", gradient.Operation.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void An_assignment_hands_nothing_back()
    {
        Variable variable = graph.Variable("v", Initializers.Zeros, Shape.Of([2]));
        Assert.Null(Gradients.Of([graph.AddOperation("Assign", [variable.Operation[0], x * 2.0])[0]], [x])[0]);
        Assert.Null(Gradients.Of([graph.AddOperation("AssignAdd", [variable.Operation[0], x * 2.0])[0]], [x])[0]);
    }

    [Fact]
    public void A_gradient_known_by_name_alone_is_refused()
    {
        Output custom = graph.AddOperation("Identity", [x], new Dictionary<string, object> { ["_gradient_op_type"] = "CustomGradient-7" })[0];
        Output known = graph.AddOperation("Identity", [x], new Dictionary<string, object> { ["_gradient_op_type"] = "Neg" })[0];
        Assert.Equal(StatusCode.NotFound, Assert.Throws<TfException>(() => Gradients.Of([custom], [x])).Code);
        Assert.Equal([-1f, -1f], Run(Gradients.Of([known], [x])[0]!.Value));
    }

    [Fact]
    public void A_function_that_calls_itself_is_refused()
    {
        FunctionReference itself = new("endless", AttributeList.Empty);
        FunctionGraph body = new(graph, [x], v => [PartitionedCall.Build(v[0].Graph, [v[0] * 2.0], itself, [DType.Float32], isStateful: false)[0]]);
        Output call = PartitionedCall.Build(graph, [x], body.Make(itself.Name))[0];
        Assert.Equal(StatusCode.Unimplemented, Assert.Throws<TfException>(() => Gradients.Of([call], [x])).Code);
    }

    private float[] Run(Output fetch)
    {
        using Session session = new(graph);
        using Tensor fedX = Tensor.From(2f, 3f);
        using Tensor fedY = Tensor.From(5f, 7f);
        return session.Floats(fetch, (x, fedX), (y, fedY));
    }
}
