namespace Weir;

/// <summary>Builds the operations that most programs write. All others are added by <see cref="Graph.AddOperation"/>.</summary>
public static partial class GraphBuilding
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

    private static Output Add(Graph graph, string op, string? name, IReadOnlyList<Output> inputs, Dictionary<string, object>? attributes = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.AddOperation(op, inputs, attributes, name)[0];
    }

    private static Output[] All(Graph graph, string op, string? name, IReadOnlyList<Output> inputs, Dictionary<string, object>? attributes)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.AddOperation(op, inputs, attributes, name).OutputEdges;
    }
}
