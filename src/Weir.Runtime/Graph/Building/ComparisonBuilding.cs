namespace Weir;

/// <summary>Comparisons, conditions and choices, element by element.</summary>
public static partial class GraphBuilding
{
    /// <summary>Whether both hold, element by element.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">A bool value.</param>
    /// <param name="y">Another; the two broadcast.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output LogicalAnd(this Graph graph, Output x, Output y, string? name = null) => Add(graph, "LogicalAnd", name, [x, y]);

    /// <summary>Whether one of the two holds, element by element.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">A bool value.</param>
    /// <param name="y">Another; the two broadcast.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output LogicalOr(this Graph graph, Output x, Output y, string? name = null) => Add(graph, "LogicalOr", name, [x, y]);

    /// <summary>Whether x does not hold, element by element.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">A bool value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output LogicalNot(this Graph graph, Output x, string? name = null) => Add(graph, "LogicalNot", name, [x]);

    /// <summary>x where a condition holds, y elsewhere; all three broadcast.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="condition">A bool value.</param>
    /// <param name="x">What is taken where it holds.</param>
    /// <param name="y">What is taken elsewhere.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Where(this Graph graph, Output condition, Output x, Output y, string? name = null) => Add(graph, "SelectV2", name, [condition, x, y]);

    /// <summary>x == y, element by element.</summary>
    /// <param name="x">The left side.</param>
    /// <param name="y">The right side.</param>
    public static Output EqualTo(this Output x, Output y) => Compare("Equal", x, y);

    /// <summary>x != y, element by element.</summary>
    /// <param name="x">The left side.</param>
    /// <param name="y">The right side.</param>
    public static Output NotEqualTo(this Output x, Output y) => Compare("NotEqual", x, y);

    /// <summary>x &lt; y, element by element.</summary>
    /// <param name="x">The left side.</param>
    /// <param name="y">The right side.</param>
    public static Output LessThan(this Output x, Output y) => Compare("Less", x, y);

    /// <summary>x &lt;= y, element by element.</summary>
    /// <param name="x">The left side.</param>
    /// <param name="y">The right side.</param>
    public static Output LessThanOrEqualTo(this Output x, Output y) => Compare("LessEqual", x, y);

    /// <summary>x &gt; y, element by element.</summary>
    /// <param name="x">The left side.</param>
    /// <param name="y">The right side.</param>
    public static Output GreaterThan(this Output x, Output y) => Compare("Greater", x, y);

    /// <summary>x &gt;= y, element by element.</summary>
    /// <param name="x">The left side.</param>
    /// <param name="y">The right side.</param>
    public static Output GreaterThanOrEqualTo(this Output x, Output y) => Compare("GreaterEqual", x, y);

    private static Output Compare(string op, Output x, Output y)
    {
        if (x.Operation is null) throw new ArgumentException("An empty output.", nameof(x));
        return Add(x.Operation.Graph, op, null, [x, y]);
    }
}
