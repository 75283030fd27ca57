using Weir.Ops;

namespace Weir.Runtime.Tests;

/// <summary>Ops whose output is an input with some elements changed leave that input as it is for everybody else, and for themselves.</summary>
public sealed class AmendedTests
{
    [Fact]
    public void A_tensor_may_be_scattered_into_itself()
    {
        Graph graph = new();
        Output x = graph.Apply("Relu", graph.Placeholder("x", [3]));
        Output y = graph.Apply("TensorScatterUpdate", x, graph.Const(Tensor.From(new[,] { { 2 }, { 1 }, { 0 } })), x);
        using Session session = new(graph);
        using Tensor fed = Tensor.From(1f, 2f, 3f);
        for (int run = 0; run < 3; run++) Assert.Equal([3f, 2f, 1f], session.Floats(y, (x.Operation.Inputs[0], fed)));
    }

    [Fact]
    public void Other_readers_see_the_tensor_unchanged()
    {
        Graph graph = new();
        Output fed = graph.Placeholder("x", [2, 2]);
        Output x = graph.Apply("Relu", fed);
        Output band = graph.Apply("MatrixBandPart", x, graph.Const(Tensor.Scalar(0L)), graph.Const(Tensor.Scalar(0L)));
        Output diagonal = graph.Apply("MatrixSetDiag", x, graph.Const(Tensor.From(8f, 9f)));
        Output sum = graph.Apply("AddV2", graph.Apply("AddV2", band, diagonal), x);
        using Session session = new(graph);
        using Tensor value = Tensor.From(new float[,] { { 1, 2 }, { 3, 4 } });
        for (int run = 0; run < 3; run++) Assert.Equal([10f, 4f, 6f, 17f], session.Floats(sum, (fed, value)));
        Assert.Equal([1f, 2f, 3f, 4f], value.ToArray<float>());
    }
}
