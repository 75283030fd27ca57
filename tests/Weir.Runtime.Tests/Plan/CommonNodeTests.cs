namespace Weir.Runtime.Tests;

/// <summary>What is there twice is computed once.</summary>
public sealed class CommonNodeTests
{
    private readonly Graph graph = new();
    private readonly Output x;

    public CommonNodeTests() => x = graph.Placeholder("x");

    [Fact]
    public void Equal_nodes_over_equal_nodes_are_one()
    {
        Output Part() => graph.AddOperation("Sum", [graph.Apply("Softmax", x), Axis(1)], new Dictionary<string, object> { ["keep_dims"] = true })[0];
        Assert.Equal(["Softmax", "Sum"], Steps(Part(), Part()));
    }

    [Fact]
    public void Attributes_constants_and_orders_count()
    {
        Output softmax = graph.Apply("Softmax", x);
        Output first = graph.AddOperation("Sum", [softmax, Axis(0)])[0], second = graph.AddOperation("Sum", [softmax, Axis(1)])[0];
        Output kept = graph.AddOperation("Sum", [softmax, Axis(0)], new Dictionary<string, object> { ["keep_dims"] = true })[0];
        Output late = graph.AddOperation("Sum", [softmax, Axis(0)], controlInputs: [second.Operation])[0];
        Assert.Equal(["Softmax", "Sum", "Sum", "Sum", "Sum"], Steps(first, second, kept, late));
    }

    [Fact]
    public void What_draws_or_writes_is_done_each_time()
    {
        Output Draw() => graph.AddOperation("RandomUniform", [graph.Apply("Shape", x)], new Dictionary<string, object> { ["dtype"] = DType.Float32 })[0];
        Assert.Equal(["RandomUniform", "RandomUniform", "Shape"], Steps(Draw(), Draw()));
    }

    private Output Axis(int axis) => graph.AddOperation("Const", attributes: new Dictionary<string, object> { ["value"] = Tensor.From(axis), ["dtype"] = DType.Int32 })[0];

    private IEnumerable<string> Steps(params Output[] fetches)
    {
        using Session session = new(graph);
        RunTrace trace = new();
        using Tensor fed = Tensor.From<float>([1, 2, 3, 4], [2, 2]);
        foreach (Tensor result in session.Run(new Dictionary<Output, Tensor> { [x] = fed }, fetches, options: new RunOptions { Trace = trace }, cancellationToken: TestContext.Current.CancellationToken)) result.Dispose();
        return trace.Entries.Where(entry => !entry.IsPrologue).Select(entry => entry.Op).Order(StringComparer.Ordinal);
    }
}
