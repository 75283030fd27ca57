using Weir.Ops;

namespace Weir;

/// <summary>Arithmetic, products of matrices and reductions.</summary>
public static partial class GraphBuilding
{
    /// <summary>|x|, element by element.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Abs(this Graph graph, Output x, string? name = null) => Add(graph, "Abs", name, [x]);

    /// <summary>The smallest integer that is not below x.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Ceil(this Graph graph, Output x, string? name = null) => Add(graph, "Ceil", name, [x]);

    /// <summary>The cosine of x, in radians.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Cos(this Graph graph, Output x, string? name = null) => Add(graph, "Cos", name, [x]);

    /// <summary>The error function of x.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Erf(this Graph graph, Output x, string? name = null) => Add(graph, "Erf", name, [x]);

    /// <summary>e to the power x.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Exp(this Graph graph, Output x, string? name = null) => Add(graph, "Exp", name, [x]);

    /// <summary>The largest integer that is not above x.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Floor(this Graph graph, Output x, string? name = null) => Add(graph, "Floor", name, [x]);

    /// <summary>The natural logarithm of x.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Log(this Graph graph, Output x, string? name = null) => Add(graph, "Log", name, [x]);

    /// <summary>log(1 + x), exact near 0.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Log1p(this Graph graph, Output x, string? name = null) => Add(graph, "Log1p", name, [x]);

    /// <summary>1 / x.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Reciprocal(this Graph graph, Output x, string? name = null) => Add(graph, "Reciprocal", name, [x]);

    /// <summary>The integer nearest to x; halves go to the even one.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Round(this Graph graph, Output x, string? name = null) => Add(graph, "Round", name, [x]);

    /// <summary>1 / sqrt(x).</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Rsqrt(this Graph graph, Output x, string? name = null) => Add(graph, "Rsqrt", name, [x]);

    /// <summary>-1, 0 or 1, as x is.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Sign(this Graph graph, Output x, string? name = null) => Add(graph, "Sign", name, [x]);

    /// <summary>The sine of x, in radians.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Sin(this Graph graph, Output x, string? name = null) => Add(graph, "Sin", name, [x]);

    /// <summary>The square root of x.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Sqrt(this Graph graph, Output x, string? name = null) => Add(graph, "Sqrt", name, [x]);

    /// <summary>x * x.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Square(this Graph graph, Output x, string? name = null) => Add(graph, "Square", name, [x]);

    /// <summary>The hyperbolic tangent of x.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Tanh(this Graph graph, Output x, string? name = null) => Add(graph, "Tanh", name, [x]);

    /// <summary>The largest integer that is not above x / y.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">A value.</param>
    /// <param name="y">Another; the two broadcast.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output FloorDiv(this Graph graph, Output x, Output y, string? name = null) => Add(graph, "FloorDiv", name, [x, y]);

    /// <summary>What x / y leaves, with the sign of y.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">A value.</param>
    /// <param name="y">Another; the two broadcast.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output FloorMod(this Graph graph, Output x, Output y, string? name = null) => Add(graph, "FloorMod", name, [x, y]);

    /// <summary>The larger of x and y, element by element.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">A value.</param>
    /// <param name="y">Another; the two broadcast.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Maximum(this Graph graph, Output x, Output y, string? name = null) => Add(graph, "Maximum", name, [x, y]);

    /// <summary>The smaller of x and y, element by element.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">A value.</param>
    /// <param name="y">Another; the two broadcast.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Minimum(this Graph graph, Output x, Output y, string? name = null) => Add(graph, "Minimum", name, [x, y]);

    /// <summary>x to the power y.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">A value.</param>
    /// <param name="y">Another; the two broadcast.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Pow(this Graph graph, Output x, Output y, string? name = null) => Add(graph, "Pow", name, [x, y]);

    /// <summary>(x - y) * (x - y).</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">A value.</param>
    /// <param name="y">Another; the two broadcast.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output SquaredDifference(this Graph graph, Output x, Output y, string? name = null) => Add(graph, "SquaredDifference", name, [x, y]);

    /// <summary>Whether all elements hold, over some dimensions.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="axes">The dimensions; empty for all, which must be known then.</param>
    /// <param name="keepDims">Whether they stay, with size 1.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output ReduceAll(this Graph graph, Output x, IReadOnlyList<int>? axes = null, bool keepDims = false, string? name = null) =>
        Reduce(graph, "All", name, x, axes, keepDims);

    /// <summary>Whether an element holds, over some dimensions.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="axes">The dimensions; empty for all, which must be known then.</param>
    /// <param name="keepDims">Whether they stay, with size 1.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output ReduceAny(this Graph graph, Output x, IReadOnlyList<int>? axes = null, bool keepDims = false, string? name = null) =>
        Reduce(graph, "Any", name, x, axes, keepDims);

    /// <summary>The largest element over some dimensions.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="axes">The dimensions; empty for all, which must be known then.</param>
    /// <param name="keepDims">Whether they stay, with size 1.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output ReduceMax(this Graph graph, Output x, IReadOnlyList<int>? axes = null, bool keepDims = false, string? name = null) =>
        Reduce(graph, "Max", name, x, axes, keepDims);

    /// <summary>The mean over some dimensions.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="axes">The dimensions; empty for all, which must be known then.</param>
    /// <param name="keepDims">Whether they stay, with size 1.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output ReduceMean(this Graph graph, Output x, IReadOnlyList<int>? axes = null, bool keepDims = false, string? name = null) =>
        Reduce(graph, "Mean", name, x, axes, keepDims);

    /// <summary>The smallest element over some dimensions.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="axes">The dimensions; empty for all, which must be known then.</param>
    /// <param name="keepDims">Whether they stay, with size 1.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output ReduceMin(this Graph graph, Output x, IReadOnlyList<int>? axes = null, bool keepDims = false, string? name = null) =>
        Reduce(graph, "Min", name, x, axes, keepDims);

    /// <summary>The product over some dimensions.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="axes">The dimensions; empty for all, which must be known then.</param>
    /// <param name="keepDims">Whether they stay, with size 1.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output ReduceProd(this Graph graph, Output x, IReadOnlyList<int>? axes = null, bool keepDims = false, string? name = null) =>
        Reduce(graph, "Prod", name, x, axes, keepDims);

    /// <summary>The sum over some dimensions.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="axes">The dimensions; empty for all, which must be known then.</param>
    /// <param name="keepDims">Whether they stay, with size 1.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output ReduceSum(this Graph graph, Output x, IReadOnlyList<int>? axes = null, bool keepDims = false, string? name = null) =>
        Reduce(graph, "Sum", name, x, axes, keepDims);

    /// <summary>The sum of values of one shape.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="values">The values; one at least.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output AddN(this Graph graph, IReadOnlyList<Output> values, string? name = null) => Add(graph, "AddN", name, values);

    /// <summary>Where the largest element is along a dimension, as int64.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="axis">The dimension; a negative one counts from the end.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output ArgMax(this Graph graph, Output x, int axis, string? name = null) => Add(graph, "ArgMax", name, [x, graph.Const(axis)]);

    /// <summary>Where the smallest element is along a dimension, as int64.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="axis">The dimension; a negative one counts from the end.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output ArgMin(this Graph graph, Output x, int axis, string? name = null) => Add(graph, "ArgMin", name, [x, graph.Const(axis)]);

    /// <summary>The product of two matrices.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="a">A matrix, [n, k].</param>
    /// <param name="b">A matrix, [k, m].</param>
    /// <param name="transposeA">Whether <paramref name="a"/> is given as [k, n].</param>
    /// <param name="transposeB">Whether <paramref name="b"/> is given as [m, k].</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output MatMul(this Graph graph, Output a, Output b, bool transposeA = false, bool transposeB = false, string? name = null) =>
        Add(graph, "MatMul", name, [a, b], new Dictionary<string, object> { ["transpose_a"] = transposeA, ["transpose_b"] = transposeB });

    private static Output Reduce(Graph graph, string op, string? name, Output x, IReadOnlyList<int>? axes, bool keepDims)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Add(graph, op, name, [x, Axes(graph, x, axes)], new Dictionary<string, object> { ["keep_dims"] = keepDims });
    }

    private static Output Axes(Graph graph, Output x, IReadOnlyList<int>? axes)
    {
        if (axes is { Count: > 0 }) return graph.Const(Tensor.From<int>([.. axes]));
        if (!x.Shape.HasRank) throw new ArgumentException($"The rank of {x.Name} is not known: say over which dimensions.", nameof(axes));
        return graph.Const(Tensor.From<int>([.. Enumerable.Range(0, x.Shape.Rank)]));
    }
}
