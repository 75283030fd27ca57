namespace Weir.Runtime.Tests;

/// <summary>Convolutions whose batch normalization, bias, activation and padding are part of them, against the nodes one by one.</summary>
public sealed class ConvolutionFusionTests
{
    [Theory]
    [InlineData("Conv2D", 4, 6, "Relu6", false)]
    [InlineData("Conv2D", 4, 6, "Relu", true)]
    [InlineData("DepthwiseConv2dNative", 4, 1, "Relu6", false)]
    [InlineData("DepthwiseConv2dNative", 3, 2, "Sigmoid", true)]
    public void A_normalized_convolution_is_one_step(string op, int depth, int outputs, string activation, bool padded)
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Output images = padded ? graph.Apply("Pad", x, Constant(graph, Tensor.From(new[,] { { 0, 0 }, { 1, 2 }, { 0, 1 }, { 0, 0 } }))) : x;
        Output convolved = Convolve(graph, op, images, [3, 3, depth, outputs], padded ? "VALID" : "SAME");
        Output y = graph.Apply(activation, Normalize(graph, convolved, op == "Conv2D" ? outputs : depth * outputs, training: false)[0]);
        Assert.Equal(1, Same(graph, x, [y], [2, 7, 5, depth]));
    }

    [Fact]
    public void A_convolution_in_one_dimension_is_one_step()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Output convolved = Convolve(graph, "Conv2D", x, [1, 3, 4, 6], "VALID");
        Output squeezed = graph.AddOperation("Squeeze", [convolved], new Dictionary<string, object> { ["squeeze_dims"] = new[] { -3L } })[0];
        Output y = graph.Apply("Relu", graph.Apply("BiasAdd", squeezed, Constant(graph, FusionTests.Filled(6))));
        Assert.Equal(1, Same(graph, x, [y], [2, 1, 9, 4]));
        Same(graph, x, [y], [2, 2, 9, 4], fails: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_shortcut_is_added_by_the_last_convolution_of_its_block(bool shortcutFirst)
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Output first = Normalize(graph, Convolve(graph, "Conv2D", x, [3, 3, 4, 6], "SAME"), 6, training: false)[0];
        Output second = Normalize(graph, Convolve(graph, "Conv2D", first, [1, 1, 6, 6], "SAME"), 6, training: false)[0];
        Output sum = shortcutFirst ? graph.Apply("AddV2", first, second) : graph.Apply("AddV2", second, first);
        Assert.Equal(2, Same(graph, x, [graph.Apply("Relu", sum)], [2, 7, 5, 4]));
        Assert.Equal(2, Same(graph, x, [sum], [2, 7, 5, 4]));
        Assert.Equal(3, Same(graph, x, [sum, second], [2, 7, 5, 4]));
    }

    [Fact]
    public void What_is_convolved_may_be_added_too_and_other_shapes_are_added_apart()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Output images = graph.Apply("Neg", x);
        Output convolved = graph.Apply("BiasAdd", Convolve(graph, "Conv2D", images, [3, 3, 4, 4], "SAME"), Constant(graph, FusionTests.Filled(4)));
        Assert.Equal(2, Same(graph, x, [graph.Apply("AddV2", convolved, images)], [2, 7, 5, 4]));
        Same(graph, x, [graph.Apply("AddV2", convolved, Constant(graph, FusionTests.Filled(5, 4)))], [2, 7, 5, 4]);
    }

    [Fact]
    public void What_trains_or_is_fetched_stays()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Operation trained = Normalize(graph, Convolve(graph, "Conv2D", x, [3, 3, 4, 6], "SAME"), 6, training: true);
        Assert.Equal(2, Same(graph, x, [trained[0]], [2, 7, 5, 4]));
        Output convolved = Convolve(graph, "Conv2D", x, [3, 3, 4, 6], "SAME");
        Operation given = Normalize(graph, convolved, 6, training: false);
        Assert.Equal(2, Same(graph, x, [given[0], given[1]], [2, 7, 5, 4]));
        Assert.Equal(2, Same(graph, x, [given[0], convolved], [2, 7, 5, 4]));
    }

    /// <summary>Runs both ways.</summary>
    /// <returns>How many steps the fused plan ran.</returns>
    private static int Same(Graph graph, Output x, Output[] fetches, long[] shape, bool fails = false)
    {
        (float[][]? plain, _) = Run(graph, x, fetches, shape, fuses: false);
        (float[][]? fused, int steps) = Run(graph, x, fetches, shape, fuses: true);
        Assert.Equal(fails, plain is null);
        Assert.Equal(fails, fused is null);
        for (int i = 0; !fails && i < fetches.Length; i++)
        {
            Assert.Equal(plain![i].Length, fused![i].Length);
            for (int k = 0; k < plain[i].Length; k++) Assert.Equal(plain[i][k], fused[i][k], 1e-5f * (1 + MathF.Abs(plain[i][k])));
        }

        return steps;
    }

    private static (float[][]? Values, int Steps) Run(Graph graph, Output x, Output[] fetches, long[] shape, bool fuses)
    {
        using Session session = new(graph, new SessionOptions { Fuses = fuses });
        RunTrace trace = new();
        try
        {
            Tensor[] results = session.Run(new Dictionary<Output, Tensor> { [x] = FusionTests.Filled(shape) }, fetches, options: new RunOptions { Trace = trace });
            return ([.. results.Select(result => result.ToArray<float>())], trace.Entries.Count(entry => !entry.IsPrologue));
        }
        catch (TfException)
        {
            return (null, 0);
        }
    }

    private static Output Convolve(Graph graph, string op, Output x, long[] filter, string padding) => graph.AddOperation(
        op, [x, Constant(graph, FusionTests.Filled(filter))], new Dictionary<string, object> { ["strides"] = new long[] { 1, 1, 1, 1 }, ["padding"] = padding })[0];

    private static Operation Normalize(Graph graph, Output x, int channels, bool training)
    {
        Output Vector(float add) => Constant(graph, Tensor.Create<float>([channels], span =>
        {
            for (int i = 0; i < span.Length; i++) span[i] = (i * 0.3f) + add;
        }));
        return graph.AddOperation("FusedBatchNormV3", [x, Vector(0.5f), Vector(-1), Vector(0.1f), Vector(1)], new Dictionary<string, object>
        {
            ["is_training"] = training, ["epsilon"] = 0.001f,
        });
    }

    private static Output Constant(Graph graph, Tensor value) =>
        graph.AddOperation("Const", attributes: new Dictionary<string, object> { ["value"] = value, ["dtype"] = value.DType })[0];
}
