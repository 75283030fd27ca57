namespace Weir.Runtime.Tests;

/// <summary>Chains with more than one result, and chains that read parts of a value.</summary>
public sealed class ChainFusionTests
{
    [Theory]
    [InlineData(1, 5, 1)]
    [InlineData(3, 256, -1)]
    [InlineData(2, 1100, 1)]
    [InlineData(4, 1, 1)]
    public void The_gates_of_a_cell_are_one_step_that_reads_them_where_they_stand(int batch, int units, int axis)
    {
        (float[][] plain, _) = Run(batch, units, axis, fuses: false);
        (float[][] fused, int steps) = Run(batch, units, axis, fuses: true);
        Assert.Equal(plain[0], fused[0]);
        Assert.Equal(plain[1], fused[1]);
        Assert.Equal(1, steps);
    }

    [Fact]
    public void A_split_of_another_dimension_is_a_step_of_its_own()
    {
        (float[][] plain, _) = Run(4, 4, axis: 0, fuses: false);
        (float[][] fused, int steps) = Run(4, 4, axis: 0, fuses: true);
        Assert.Equal(plain[0], fused[0]);
        Assert.Equal(plain[1], fused[1]);
        Assert.True(steps > 1);
    }

    [Fact]
    public void A_value_that_is_needed_before_the_chain_ends_is_not_kept_for_later()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x", Shape.Of(2, 3)), w = graph.Constant(FusionTests.Filled(3, 3));
        Output first = graph.Tanh(x), product = graph.MatMul(first, w), y = graph.Sigmoid(first + product);
        using Session plain = new(graph, new SessionOptions { Fuses = false }), fused = new(graph);
        using Tensor fed = FusionTests.Filled(2, 3);
        Assert.Equal(plain.Floats(y, (x, fed)), fused.Floats(y, (x, fed)));
    }

    /// <summary>c' = sigmoid(f + 1) c + sigmoid(i) tanh(g + bias), h = sigmoid(o) tanh(c'): both are read.</summary>
    private static (float[][] Values, int Steps) Run(int batch, int units, int axis, bool fuses)
    {
        Graph graph = new();
        Output gates = graph.Placeholder("gates", axis == 0 ? Shape.Of(4 * batch, units) : Shape.Of(batch, 4 * units)), c = graph.Placeholder("c", Shape.Of(batch, units));
        IReadOnlyList<Output> parts = graph.Split(gates, 4, axis);
        Output candidate = graph.Tanh(graph.BiasAdd(parts[2], graph.Constant(FusionTests.Filled(units))));
        Output next = (graph.Sigmoid(parts[1] + 1) * c) + (graph.Sigmoid(parts[0]) * candidate);
        Output h = graph.Sigmoid(parts[3]) * graph.Tanh(next);
        using Session session = new(graph, new SessionOptions { Fuses = fuses });
        using Tensor fedGates = FusionTests.Filled(4, batch, units).Reshape(gates.Shape), fedC = FusionTests.Filled(batch, units);
        RunTrace trace = new();
        Tensor[] results = session.Run(new Dictionary<Output, Tensor> { [gates] = fedGates, [c] = fedC }, [next, h], options: new RunOptions { Trace = trace });
        using Tensor first = results[0], second = results[1];
        return ([first.ToArray<float>(), second.ToArray<float>()], trace.Entries.Count(entry => !entry.IsPrologue));
    }
}
