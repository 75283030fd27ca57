using CsCheck;

namespace Weir.Runtime.Tests;

/// <summary>Plans with fused nodes against plans without: the same bits, the same errors, fewer steps.</summary>
public sealed class FusionTests
{
    [Fact]
    public void Random_graphs_give_the_same_bits_and_errors()
    {
        Gen.Int[0, int.MaxValue].Sample(seed =>
        {
            RandomGraph random = new(seed);
            return random.Outcome(fuses: true).SequenceEqual(random.Outcome(fuses: false));
        }, iter: 400);
    }

    [Fact]
    public void Dense_layers_are_one_step_each()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Output hidden = Dense(graph, x, 5, 7, "Relu");
        Output y = Dense(graph, hidden, 7, 3, "Tanh");
        SameWithFewerSteps(graph, x, y, Filled([4, 5]), steps: 2);
    }

    [Fact]
    public void A_dense_layer_over_more_dimensions_is_fused_through_its_shape()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Output flat = graph.Apply("Reshape", x, Constant(graph, Tensor.From(-1, 5)));
        Output product = graph.Apply("Reshape", graph.Apply("MatMul", flat, Weights(graph, 5, 3)), Constant(graph, Tensor.From(2, -1, 3)));
        Output y = graph.Apply("Relu", graph.Apply("BiasAdd", product, Weights(graph, 3)));
        SameWithFewerSteps(graph, x, y, Filled([2, 4, 5]), steps: 2);
    }

    [Theory]
    [InlineData("Relu")]
    [InlineData("Identity")]
    public void Two_addends_are_part_of_a_product_in_their_order(string end)
    {
        Graph graph = new();
        Output x = graph.Placeholder("x"), product = graph.Apply("MatMul", x, Weights(graph, 5, 40)), other = graph.Apply("MatMul", x, Weights(graph, 5, 40) * -2);
        Output gates = graph.Apply("BiasAdd", graph.Apply("AddV2", other, product), Weights(graph, 40));
        Output residual = graph.Apply("AddV2", graph.Apply("Exp", gates), graph.Apply("BiasAdd", graph.Apply("MatMul", gates, Weights(graph, 40, 40)), Weights(graph, 40)));
        Output y = end == "Identity" ? residual : graph.Apply(end, residual);
        SameWithFewerSteps(graph, x, y, Filled([4, 5]), steps: 4);
    }

    /// <summary>Both sides of the last sum lead to products: one of them is read elsewhere too, and stays.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_residual_that_is_a_dense_layer_is_an_addend(int side)
    {
        Graph graph = new();
        Output x = graph.Placeholder("x"), dense = graph.Apply("BiasAdd", graph.Apply("MatMul", x, Weights(graph, 5, 40)), Weights(graph, 40));
        Output inner = graph.Apply("BiasAdd", graph.Apply("MatMul", graph.Apply("Exp", dense), Weights(graph, 40, 40)), Weights(graph, 40));
        Output y = side == 0 ? graph.Apply("AddV2", dense, inner) : graph.Apply("AddV2", inner, dense);
        SameWithFewerSteps(graph, x, y, Filled([4, 5]), steps: 3);
    }

    [Fact]
    public void A_sum_from_outside_a_branch_is_an_addend()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x"), sum = graph.Apply("AddV2", x, graph.Apply("Exp", x));
        Output isMany = graph.Apply("Greater", graph.Apply("Size", x), graph.Constant(Tensor.Scalar(1)));
        Output y = graph.Cond(isMany, seen => [seen[0].Graph.Apply("AddV2", seen[0], seen[0].Graph.Apply("MatMul", seen[1], Weights(seen[0].Graph, 4, 4)))], seen => [seen[0]], [sum, x])[0];
        SameWithFewerSteps(graph, x, y, Filled([4, 4]), steps: 5);
    }

    [Fact]
    public void Twice_a_product_stays_a_sum()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x"), product = graph.Apply("MatMul", x, Weights(graph, 5, 3));
        Output y = graph.Apply("Relu", graph.Apply("AddV2", product, product));
        SameWithFewerSteps(graph, x, y, Filled([4, 5]), steps: 2);
    }

    [Theory]
    [InlineData(4, 3)]
    [InlineData(1, 3)]
    [InlineData(4, 1)]
    [InlineData(2, 4, 3)]
    public void An_addend_of_another_shape_is_added_apart(params int[] sizes)
    {
        Graph graph = new();
        Output x = graph.Placeholder("x"), addend = graph.Apply("Exp", Weights(graph, [.. sizes.Select(size => (long)size)]) * graph.Apply("Sum", x, Constant(graph, Tensor.From(0, 1))));
        Output y = graph.Apply("BiasAdd", graph.Apply("MatMul", x, Weights(graph, 5, 3)) + addend, Weights(graph, 3));
        if (sizes.Length > 2) y = graph.Apply("AddV2", graph.Apply("MatMul", x, Weights(graph, 5, 3)), addend);
        (float[] plain, _) = Run(graph, x, y, Filled([4, 5]), fuses: false);
        (float[] fused, _) = Run(graph, x, y, Filled([4, 5]), fuses: true);
        Assert.Equal(plain, fused);
    }

    [Fact]
    public void Layer_normalization_is_one_step()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Output y = LayerNorm(graph, graph.Apply("AddV2", x, graph.Apply("Neg", graph.Apply("Square", x))), 37);
        SameWithFewerSteps(graph, x, y, Filled([3, 2, 37]), steps: 2);
    }

    [Theory]
    [InlineData(2, 3, 1, 5)]
    [InlineData(2, 1, 1, 5)]
    [InlineData(1, 3, 5, 1)]
    [InlineData(5, 1)]
    [InlineData(3, 5, 5)]
    [InlineData(5)]
    [InlineData]
    public void Softmax_takes_its_scale_and_mask_in(params int[] mask)
    {
        Graph graph = new();
        Output x = graph.Placeholder("x", [2, 3, 5, 5]);
        Output logits = graph.Apply("Mul", x, Number(graph, 0.125f));
        Output y = graph.Apply("Softmax", graph.Apply("AddV2", Weights(graph, [.. mask.Select(size => (long)size)]), logits));
        SameWithFewerSteps(graph, x, y, Filled([2, 3, 5, 5]), steps: 1);
    }

    [Fact]
    public void A_sum_with_a_smaller_operand_is_part_of_layer_normalization()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Output y = LayerNorm(graph, graph.Apply("AddV2", Weights(graph, 3, 7), x), 7);
        SameWithFewerSteps(graph, x, y, Filled([2, 3, 7]), steps: 1);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Gelu_after_a_product_is_part_of_it(bool byTanh, bool halfAtTheEnd)
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Output z = graph.Apply("BiasAdd", graph.Apply("MatMul", x, Weights(graph, 5, 40)), Weights(graph, 40));
        Output inner = byTanh
            ? graph.Apply("Tanh", graph.Apply("Mul", Number(graph, 0.7978846f), graph.Apply("AddV2", z, graph.Apply("Mul", Number(graph, 0.044715f), graph.Apply("Pow", z, Number(graph, 3))))))
            : graph.Apply("Erf", graph.Apply("RealDiv", z, Number(graph, 1.4142135f)));
        Output share = graph.Apply("AddV2", Number(graph, 1), inner), half = Number(graph, 0.5f);
        Output y = halfAtTheEnd ? graph.Apply("Mul", z, graph.Apply("Mul", half, share)) : graph.Apply("Mul", graph.Apply("Mul", half, z), share);
        SameWithFewerSteps(graph, x, y, Filled([4, 5]), steps: 1, tolerance: 1e-6f);
    }

    [Fact]
    public void What_is_fetched_is_computed()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Output sum = graph.Apply("BiasAdd", graph.Apply("MatMul", x, Weights(graph, 5, 3)), Weights(graph, 3));
        Output y = graph.Apply("Relu", sum);
        using Session session = new(graph);
        Tensor[] both = session.Run(new Dictionary<Output, Tensor> { [x] = Filled([2, 5]) }, [sum, y], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(both[0].ToArray<float>().Select(element => MathF.Max(element, 0)), both[1].ToArray<float>());
        Assert.Contains(both[0].ToArray<float>(), element => element < 0);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_at_the_node_that_refuses_them()
    {
        Graph graph = new();
        (Output x, Output bias) = (graph.Placeholder("x"), graph.Placeholder("bias"));
        Output y = graph.Apply("Relu", graph.AddOperation("BiasAdd", [graph.Apply("MatMul", x, Weights(graph, 5, 3)), bias], name: "the_sum")[0]);
        using Session session = new(graph);
        TfException error = Assert.Throws<TfException>(() => session.Floats(y, (x, Filled([2, 5])), (bias, Filled([4]))));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        Assert.Contains("{{node the_sum}}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("{{node Relu}}", error.Message, StringComparison.Ordinal);
    }

    private static void SameWithFewerSteps(Graph graph, Output x, Output y, Tensor fed, int steps, float tolerance = 0)
    {
        (float[] plain, int all) = Run(graph, x, y, fed, fuses: false);
        (float[] fused, int left) = Run(graph, x, y, fed, fuses: true);
        Assert.True(all > left);
        Assert.Equal(steps, left);
        Assert.Equal(plain.Length, fused.Length);
        for (int i = 0; i < plain.Length; i++) Assert.InRange(fused[i], plain[i] - tolerance, plain[i] + tolerance);
    }

    private static (float[] Values, int Steps) Run(Graph graph, Output x, Output y, Tensor fed, bool fuses)
    {
        using Session session = new(graph, new SessionOptions { Fuses = fuses });
        RunTrace trace = new();
        Tensor[] results = session.Run(new Dictionary<Output, Tensor> { [x] = fed }, [y], options: new RunOptions { Trace = trace });
        using Tensor result = results[0];
        return (result.ToArray<float>(), trace.Entries.Count(entry => !entry.IsPrologue));
    }

    private static Output Dense(Graph graph, Output x, int inputs, int units, string activation) =>
        graph.Apply(activation, graph.Apply("BiasAdd", graph.Apply("MatMul", x, Weights(graph, inputs, units)), Weights(graph, units)));

    private static Output LayerNorm(Graph graph, Output x, int columns)
    {
        Output axes = Constant(graph, Tensor.From(-1));
        Output mean = Mean(x);
        Output variance = Mean(graph.Apply("SquaredDifference", x, graph.Apply("StopGradient", mean)));
        Output factor = graph.Apply("Mul", graph.Apply("Rsqrt", graph.Apply("AddV2", variance, Number(graph, 1e-12f))), Weights(graph, columns));
        return graph.Apply("AddV2", graph.Apply("Mul", x, factor), graph.Apply("Sub", Weights(graph, columns), graph.Apply("Mul", mean, factor)));

        Output Mean(Output of) => graph.AddOperation("Mean", [of, axes], new Dictionary<string, object> { ["keep_dims"] = true })[0];
    }

    private static Output Weights(Graph graph, params long[] shape) => Constant(graph, Filled(shape));

    private static Output Number(Graph graph, float value) => Constant(graph, Tensor.Scalar(value));

    private static Output Constant(Graph graph, Tensor value) =>
        graph.AddOperation("Const", attributes: new Dictionary<string, object> { ["value"] = value, ["dtype"] = value.DType })[0];

    internal static Tensor Filled(params long[] shape) => Tensor.Create<float>(Shape.Of(shape), span =>
    {
        for (int i = 0; i < span.Length; i++) span[i] = (((i * 37) + 11) % 64 / 32f) - 0.9f;
    });
}
