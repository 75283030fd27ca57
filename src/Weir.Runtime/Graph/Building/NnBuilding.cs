namespace Weir;

/// <summary>Layers, activations and losses.</summary>
public static partial class GraphBuilding
{
    /// <summary>x where it is positive, exp(x) - 1 elsewhere.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Elu(this Graph graph, Output x, string? name = null) => Add(graph, "Elu", name, [x]);

    /// <summary>max(x, 0).</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Relu(this Graph graph, Output x, string? name = null) => Add(graph, "Relu", name, [x]);

    /// <summary>x, not below 0 and not above 6.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Relu6(this Graph graph, Output x, string? name = null) => Add(graph, "Relu6", name, [x]);

    /// <summary>1 / (1 + exp(-x)).</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Sigmoid(this Graph graph, Output x, string? name = null) => Add(graph, "Sigmoid", name, [x]);

    /// <summary>log(1 + exp(x)).</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Softplus(this Graph graph, Output x, string? name = null) => Add(graph, "Softplus", name, [x]);

    /// <summary>exp(x) over its sum along the last dimension.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Softmax(this Graph graph, Output x, string? name = null) => Add(graph, "Softmax", name, [x]);

    /// <summary>The logarithm of the softmax along the last dimension.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output LogSoftmax(this Graph graph, Output x, string? name = null) => Add(graph, "LogSoftmax", name, [x]);

    /// <summary>x plus a vector along its last dimension.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The value.</param>
    /// <param name="bias">A vector of as many elements as the last dimension has.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output BiasAdd(this Graph graph, Output x, Output bias, string? name = null) => Add(graph, "BiasAdd", name, [x, bias]);

    /// <summary>Images seen through filters.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">[batch, height, width, channels].</param>
    /// <param name="filter">[height, width, channels, filters].</param>
    /// <param name="strides">The steps down and across.</param>
    /// <param name="padding"><c>SAME</c>: images are padded with zeros so that no place is lost; <c>VALID</c>: they are not.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output Conv2D(this Graph graph, Output x, Output filter, (int Rows, int Columns) strides, string padding = "SAME", string? name = null) =>
        Add(graph, "Conv2D", name, [x, filter], new Dictionary<string, object> { ["strides"] = new long[] { 1, strides.Rows, strides.Columns, 1 }, ["padding"] = padding });

    /// <summary>The largest element in each window of images.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">[batch, height, width, channels].</param>
    /// <param name="window">The height and width of a window.</param>
    /// <param name="strides">The steps down and across.</param>
    /// <param name="padding"><c>SAME</c> or <c>VALID</c>.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output MaxPool(this Graph graph, Output x, (int Rows, int Columns) window, (int Rows, int Columns) strides, string padding = "VALID", string? name = null) =>
        Pool(graph, "MaxPool", name, x, window, strides, padding);

    /// <summary>The mean of each window of images.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">[batch, height, width, channels].</param>
    /// <param name="window">The height and width of a window.</param>
    /// <param name="strides">The steps down and across.</param>
    /// <param name="padding"><c>SAME</c> or <c>VALID</c>; what is outside does not count.</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output AvgPool(this Graph graph, Output x, (int Rows, int Columns) window, (int Rows, int Columns) strides, string padding = "VALID", string? name = null) =>
        Pool(graph, "AvgPool", name, x, window, strides, padding);

    /// <summary>The cross entropy of each example's class, with logits not yet normalized.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="labels">The classes, [batch], int32 or int64.</param>
    /// <param name="logits">[batch, classes].</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output SparseSoftmaxCrossEntropyWithLogits(this Graph graph, Output labels, Output logits, string? name = null) =>
        Add(graph, "SparseSoftmaxCrossEntropyWithLogits", name, [logits, labels]);

    /// <summary>The cross entropy of each example's distribution, with logits not yet normalized.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="labels">The distributions, [batch, classes].</param>
    /// <param name="logits">[batch, classes].</param>
    /// <param name="name">The name; null for the op's.</param>
    public static Output SoftmaxCrossEntropyWithLogits(this Graph graph, Output labels, Output logits, string? name = null) =>
        Add(graph, "SoftmaxCrossEntropyWithLogits", name, [logits, labels]);

    private static Output Pool(Graph graph, string op, string? name, Output x, (int Rows, int Columns) window, (int Rows, int Columns) strides, string padding) =>
        Add(graph, op, name, [x], new Dictionary<string, object>
        {
            ["ksize"] = new long[] { 1, window.Rows, window.Columns, 1 }, ["strides"] = new long[] { 1, strides.Rows, strides.Columns, 1 }, ["padding"] = padding,
        });
}
