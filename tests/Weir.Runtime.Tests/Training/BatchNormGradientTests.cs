namespace Weir.Runtime.Tests;

/// <summary>The second derivatives of batch normalization against differences of the first ones.</summary>
public sealed class BatchNormGradientTests
{
    private const int Channels = 2;
    private const float Step = 1f / 64;

    [Theory]
    [InlineData("NHWC", true)]
    [InlineData("NHWC", false)]
    [InlineData("NCHW", true)]
    public void Gradients_of_gradients_are_the_differences_of_gradients(string format, bool training)
    {
        Random random = new(7);
        Shape sizes = format == "NHWC" ? Shape.Of([2, 3, 2, Channels]) : Shape.Of([2, Channels, 3, 2]), vector = Shape.Of([Channels]);
        float[] Draw(Shape shape, float least = -1) => [.. Enumerable.Range(0, (int)shape.ElementCount).Select(_ => least + (2 * random.NextSingle()))];
        Shape[] shapes = [sizes, sizes, vector, vector, vector];
        float[][] values = [Draw(sizes), Draw(sizes), Draw(vector), Draw(vector), Draw(vector, 0.5f)];

        Graph graph = new();
        Output[] inputs = [.. shapes.Select(shape => graph.Placeholder(DType.Float32, shape))];
        Dictionary<string, object> attributes = new() { ["data_format"] = format, ["is_training"] = training, ["epsilon"] = 0.01f };
        Operation normal = graph.AddOperation("FusedBatchNormV3", [inputs[1], inputs[2], inputs[2], inputs[3], inputs[4]], attributes);
        Output[] statistics = training ? [normal[3], normal[4]] : inputs[3..];
        Operation first = graph.AddOperation("FusedBatchNormGradV3", [.. inputs[..3], .. statistics, normal[5]], attributes);
        Output[] parts = [.. Enumerable.Range(0, 3).Select(i => Total(graph, first[i] * graph.Constant(Tensor.From<float>(Draw(i == 0 ? sizes : vector), i == 0 ? sizes : vector))))];
        Output loss = parts[0] + parts[1] + parts[2];
        IReadOnlyList<Output?> gradients = Gradients.Of([loss], inputs[..3]);
        using Session session = new(graph);
        for (int input = 0; input < gradients.Count; input++)
        {
            float[] found = Value(gradients[input]!.Value);
            for (int i = 0; i < found.Length; i++)
            {
                float value = values[input][i];
                values[input][i] = value + Step;
                float above = Value(loss)[0];
                values[input][i] = value - Step;
                float below = Value(loss)[0];
                values[input][i] = value;
                Assert.Equal((above - below) / (2 * Step), found[i], 0.02f * (1 + Math.Abs(found[i])));
            }
        }

        float[] Value(Output fetch) => session.Floats(fetch, [.. inputs.Select((input, i) => (input, Tensor.From<float>(values[i], shapes[i])))]);
    }

    private static Output Total(Graph graph, Output x) =>
        graph.Apply("Sum", graph.Apply("Reshape", x, graph.Constant(Tensor.From(-1))), graph.Constant(Tensor.From(0)));
}
