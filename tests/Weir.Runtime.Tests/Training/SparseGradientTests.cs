namespace Weir.Runtime.Tests;

/// <summary>What flows back through the picking of rows stays rows, until something needs a tensor.</summary>
public sealed class SparseGradientTests
{
    private readonly Graph graph = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rows_of_several_gathers_are_put_behind_each_other(bool isResource)
    {
        Variable table = graph.Variable("table", Initializers.Value(Tensor.From(new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } })), options: new VariableOptions { UseResource = isResource });
        Output first = Gather(table, Tensor.From([2, 0]));
        Output second = Gather(table, Tensor.From([2L]));
        Gradient gradient = Gradients.SparseOf([graph.ReduceSum(first * 3.0), graph.ReduceSum(second)], [table.Operation[0]])[0]!;
        IndexedSlices slices = gradient.Slices!;
        using Session session = new(graph);
        session.Run(graph.GlobalVariablesInitializer());
        Assert.Equal([3f, 3f, 3f, 3f, 1f, 1f], session.Floats(slices.Values).Order().Reverse());
        Assert.Equal([0L, 2L, 2L], session.Run(slices.Indices).ToArray<long>().Order());
        Assert.Equal([3f, 3f, 0f, 0f, 4f, 4f], session.Floats(gradient.ToDense()));
        Assert.Equal([3f, 3f, 0f, 0f, 4f, 4f], session.Floats(Gradients.Of([graph.ReduceSum(first * 3.0), graph.ReduceSum(second)], [table.Operation[0]])[0]!.Value));
    }

    [Fact]
    public void Rows_and_a_tensor_make_a_tensor()
    {
        Variable table = graph.Variable("table", Initializers.Value(Tensor.From(1f, 2f, 3f)), options: new VariableOptions { UseResource = true });
        Output picked = Gather(table, Tensor.From([1, 1]));
        Gradient gradient = Gradients.SparseOf([picked, table.Value * 5.0], [table.Operation[0]])[0]!;
        Assert.Null(gradient.Slices);
        using Session session = new(graph);
        session.Run(graph.GlobalVariablesInitializer());
        Assert.Equal([5f, 7f, 5f], session.Floats(gradient.ToDense()));
    }

    [Fact]
    public void A_gather_of_a_handle_gives_rows_of_the_variable()
    {
        Variable table = graph.Variable("table", Initializers.Value(Tensor.From(new float[,] { { 1, 2 }, { 3, 4 } })), options: new VariableOptions { UseResource = true });
        Output picked = graph.AddOperation("ResourceGather", [table.Operation[0], graph.Constant(Tensor.From(new int[,] { { 1 }, { 1 } }))], new Dictionary<string, object> { ["dtype"] = DType.Float32 })[0];
        Output wholes = graph.AddOperation("ResourceGatherNd", [table.Operation[0], graph.Constant(Tensor.From(new int[,] { { 0, 1 } }))], new Dictionary<string, object> { ["dtype"] = DType.Float32 })[0];
        Gradient gradient = Gradients.SparseOf([picked], [table.Operation[0]])[0]!;
        Assert.NotNull(gradient.Slices);
        using Session session = new(graph);
        session.Run(graph.GlobalVariablesInitializer());
        Assert.Equal([0f, 0f, 2f, 2f], session.Floats(gradient.ToDense()));
        Assert.Equal([0f, 1f, 0f, 0f], session.Floats(Gradients.Of([wholes], [table.Operation[0]])[0]!.Value));
    }

    private Output Gather(Variable table, Tensor rows) => graph.AddOperation("GatherV2", [table.Value, graph.Constant(rows), graph.Constant(Tensor.Scalar(0))])[0];
}
