using Weir.Ops;

namespace Weir;

/// <summary>Builds the operations that most programs write. All others are added by <see cref="Graph.AddOperation"/>.</summary>
public static class GraphBuilding
{
    /// <summary>A value that must be fed.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="dtype">The element type.</param>
    /// <param name="shape">What feeds must fit; null for any.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Placeholder(this Graph graph, DType dtype, Shape? shape = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.AddOperation("Placeholder", attributes: new Dictionary<string, object> { ["dtype"] = dtype, ["shape"] = shape ?? Shape.Unknown }, name: name)[0];
    }

    /// <summary>A value that is part of the graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="value">The value; stays the caller's.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Constant(this Graph graph, Tensor value, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(value);
        return graph.AddOperation("Const", attributes: new Dictionary<string, object> { ["value"] = value.Share(), ["dtype"] = value.DType }, name: name)[0];
    }

    /// <summary>The same value.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Identity(this Graph graph, Output x, string? name = null) => Add(graph, "Identity", name, [x]);

    /// <summary>An operation that is done when others are.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="operations">What it waits for.</param>
    /// <param name="name">The name; null for <c>group_deps</c>.</param>
    public static Operation Group(this Graph graph, IReadOnlyList<Operation> operations, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.AddOperation("NoOp", name: name ?? "group_deps", controlInputs: operations);
    }

    /// <summary>The product of two matrices.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="a">A matrix, [n, k].</param>
    /// <param name="b">A matrix, [k, m].</param>
    /// <param name="transposeA">Whether <paramref name="a"/> is given as [k, n].</param>
    /// <param name="transposeB">Whether <paramref name="b"/> is given as [m, k].</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output MatMul(this Graph graph, Output a, Output b, bool transposeA = false, bool transposeB = false, string? name = null) =>
        Add(graph, "MatMul", name, [a, b], new Dictionary<string, object> { ["transpose_a"] = transposeA, ["transpose_b"] = transposeB });

    /// <summary>max(x, 0).</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Relu(this Graph graph, Output x, string? name = null) => Add(graph, "Relu", name, [x]);

    /// <summary>1 / (1 + exp(-x)).</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Sigmoid(this Graph graph, Output x, string? name = null) => Add(graph, "Sigmoid", name, [x]);

    /// <summary>exp(x) over its sum along the last dimension.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Softmax(this Graph graph, Output x, string? name = null) => Add(graph, "Softmax", name, [x]);

    /// <summary>x * x.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Square(this Graph graph, Output x, string? name = null) => Add(graph, "Square", name, [x]);

    /// <summary>The mean over some dimensions.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="axes">The dimensions; empty for all, which must be known then.</param>
    /// <param name="keepDims">Whether they stay, with size 1.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output ReduceMean(this Graph graph, Output x, IReadOnlyList<int>? axes = null, bool keepDims = false, string? name = null) =>
        Add(graph, "Mean", name, [x, Axes(graph, x, axes)], new Dictionary<string, object> { ["keep_dims"] = keepDims });

    /// <summary>The sum over some dimensions.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="axes">The dimensions; empty for all, which must be known then.</param>
    /// <param name="keepDims">Whether they stay, with size 1.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output ReduceSum(this Graph graph, Output x, IReadOnlyList<int>? axes = null, bool keepDims = false, string? name = null) =>
        Add(graph, "Sum", name, [x, Axes(graph, x, axes)], new Dictionary<string, object> { ["keep_dims"] = keepDims });

    /// <summary>x == y, element by element.</summary>
    /// <param name="x">The left side.</param>
    /// <param name="y">The right side.</param>
    public static Output EqualTo(this Output x, Output y) => Comparisons.Equal(x, y);

    /// <summary>x &lt; y, element by element.</summary>
    /// <param name="x">The left side.</param>
    /// <param name="y">The right side.</param>
    public static Output LessThan(this Output x, Output y) => Comparisons.Greater(y, x);

    /// <summary>x &gt; y, element by element.</summary>
    /// <param name="x">The left side.</param>
    /// <param name="y">The right side.</param>
    public static Output GreaterThan(this Output x, Output y) => Comparisons.Greater(x, y);

    private static Output Axes(Graph graph, Output x, IReadOnlyList<int>? axes)
    {
        if (axes is { Count: > 0 }) return graph.Const(Tensor.From<int>([.. axes]));
        if (!x.Shape.HasRank) throw new ArgumentException($"The rank of {x.Name} is not known: say over which dimensions.", nameof(axes));
        return graph.Const(Tensor.From<int>([.. Enumerable.Range(0, x.Shape.Rank)]));
    }

    private static Output Add(Graph graph, string op, string? name, Output[] inputs, Dictionary<string, object>? attributes = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.AddOperation(op, inputs, attributes, name)[0];
    }
}
