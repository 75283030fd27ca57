using Weir.Ops;

namespace Weir;

/// <summary>Shapes and the places of elements.</summary>
public static partial class GraphBuilding
{
    /// <summary>The elements of x as another dtype.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="dtype">The dtype; fractions are cut off on the way to an integer.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Cast(this Graph graph, Output x, DType dtype, string? name = null) =>
        Add(graph, "Cast", name, [x], new Dictionary<string, object> { ["DstT"] = dtype });

    /// <summary>x under another shape of as many elements.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="shape">The sizes; -1 once at most, for what is left.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Reshape(this Graph graph, Output x, IReadOnlyList<long> shape, string? name = null) => Add(graph, "Reshape", name, [x, Sizes(graph, shape)]);

    /// <summary>x with its dimensions in another order.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="permutation">For each dimension of the result the one of x.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Transpose(this Graph graph, Output x, IReadOnlyList<long> permutation, string? name = null) => Add(graph, "Transpose", name, [x, Sizes(graph, permutation)]);

    /// <summary>x with one more dimension, of size 1.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="axis">Where; a negative one counts from the end, -1 is the last dimension of the result.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output ExpandDims(this Graph graph, Output x, int axis, string? name = null) => Add(graph, "ExpandDims", name, [x, graph.Const(axis)]);

    /// <summary>x without dimensions of size 1.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="axes">The dimensions; null for all of size 1.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Squeeze(this Graph graph, Output x, IReadOnlyList<int>? axes = null, string? name = null) =>
        Add(graph, "Squeeze", name, [x], new Dictionary<string, object> { ["squeeze_dims"] = (axes ?? []).Select(axis => (long)axis).ToArray() });

    /// <summary>Values one after the other along a dimension.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="values">The values; one at least.</param>
    /// <param name="axis">The dimension in which they may differ.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Concat(this Graph graph, IReadOnlyList<Output> values, int axis, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Add(graph, "ConcatV2", name, [.. values, graph.Const(axis)]);
    }

    /// <summary>Values of one shape as one, with a new dimension to tell them apart.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="values">The values; one at least.</param>
    /// <param name="axis">Where the new dimension is.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Stack(this Graph graph, IReadOnlyList<Output> values, int axis = 0, string? name = null) =>
        Add(graph, "Pack", name, values, new Dictionary<string, object> { ["axis"] = (long)axis });

    /// <summary>The parts of x along a dimension, without it.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="count">The size of the dimension.</param>
    /// <param name="axis">The dimension.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static IReadOnlyList<Output> Unstack(this Graph graph, Output x, int count, int axis = 0, string? name = null) =>
        All(graph, "Unpack", name, [x], new Dictionary<string, object> { ["num"] = (long)count, ["axis"] = (long)axis });

    /// <summary>Parts of x of equal size along a dimension.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="count">How many.</param>
    /// <param name="axis">The dimension, whose size is a multiple of <paramref name="count"/>.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static IReadOnlyList<Output> Split(this Graph graph, Output x, int count, int axis, string? name = null) =>
        All(graph, "Split", name, [graph.Const(axis), x], new Dictionary<string, object> { ["num_split"] = (long)count });

    /// <summary>A block of x.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="begin">Where it begins, for each dimension.</param>
    /// <param name="size">How large it is, for each dimension; -1 for all that is left.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Slice(this Graph graph, Output x, IReadOnlyList<long> begin, IReadOnlyList<long> size, string? name = null) =>
        Add(graph, "Slice", name, [x, Sizes(graph, begin), Sizes(graph, size)]);

    /// <summary>The slices of x at some indices along a dimension.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="indices">int32 or int64, of any shape, which takes the dimension's place.</param>
    /// <param name="axis">The dimension.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Gather(this Graph graph, Output x, Output indices, int axis = 0, string? name = null) =>
        Add(graph, "GatherV2", name, [x, indices, graph.Const(axis)]);

    /// <summary>A vector for each index, of a value at the index and another one elsewhere.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="indices">int32 or int64 of any shape; the vectors are a last dimension.</param>
    /// <param name="depth">How long the vectors are.</param>
    /// <param name="on">The value at the index.</param>
    /// <param name="off">The value elsewhere.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output OneHot(this Graph graph, Output indices, int depth, float on = 1, float off = 0, string? name = null) =>
        Add(graph, "OneHot", name, [indices, graph.Const(depth), graph.Const(Tensor.Scalar(on)), graph.Const(Tensor.Scalar(off))]);

    /// <summary>x again and again.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="multiples">How often, for each dimension.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Tile(this Graph graph, Output x, IReadOnlyList<long> multiples, string? name = null) => Add(graph, "Tile", name, [x, Sizes(graph, multiples)]);

    /// <summary>x with zeros around it.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="paddings">How many before and after, for each dimension.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Pad(this Graph graph, Output x, IReadOnlyList<(int Before, int After)> paddings, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(paddings);
        int[,] pairs = new int[paddings.Count, 2];
        for (int i = 0; i < paddings.Count; i++) (pairs[i, 0], pairs[i, 1]) = paddings[i];
        return Add(graph, "Pad", name, [x, graph.Const(Tensor.From(pairs))]);
    }

    /// <summary>The sizes of x, an int32 vector.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output ShapeOf(this Graph graph, Output x, string? name = null) => Add(graph, "Shape", name, [x]);

    /// <summary>Zeros of the shape and dtype of x.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output ZerosLike(this Graph graph, Output x, string? name = null) => Add(graph, "ZerosLike", name, [x]);

    /// <summary>Ones of the shape and dtype of x.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output OnesLike(this Graph graph, Output x, string? name = null) => Add(graph, "OnesLike", name, [x]);

    /// <summary>x, which counts as a constant where gradients are made.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output StopGradient(this Graph graph, Output x, string? name = null) => Add(graph, "StopGradient", name, [x]);

    private static Output Sizes(Graph graph, IReadOnlyList<long> sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Const(Tensor.From<int>([.. sizes.Select(size => checked((int)size))]));
    }
}
