using Weir.Ops;

namespace Weir.Runtime.Tests;

/// <summary>Gradients of lists that are read element by element.</summary>
public sealed class ListGradientTests
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(20);

    private readonly Graph graph = new();

    /// <summary>A loop that would add a whole list in each of its rounds takes longer than it may.</summary>
    [Fact]
    public void A_loop_that_reads_a_long_list_adds_an_element_a_round()
    {
        const int Rounds = 20_000;
        Output x = graph.Placeholder("x", Shape.Of([Rounds]));
        IReadOnlyList<Output> after = graph.While(
            v => Comparisons.Greater(v[0].Graph.Constant(Tensor.Scalar(Rounds)), v[0]),
            v => [v[0] + v[0].Graph.Constant(Tensor.Scalar(1)), v[1] + v[1].Graph.Square(Item(v[2], v[0])), v[2]],
            [graph.Constant(Tensor.Scalar(0)), graph.Constant(Tensor.Scalar(0f)), ListOf(x)]);
        float[] values = [.. Enumerable.Range(0, Rounds).Select(i => i % 7f)];
        Assert.Equal([.. values.Select(value => 2 * value)], Slope(after[1], x, values));
    }

    [Fact]
    public void An_element_that_is_read_several_times_gets_the_sum()
    {
        Output x = graph.Placeholder("x", Shape.Of([3]));
        Output list = ListOf(x);
        Output y = (Item(list, graph.Constant(Tensor.Scalar(2))) * 5.0) + graph.Square(Item(list, graph.Constant(Tensor.Scalar(2)))) + Item(list, graph.Constant(Tensor.Scalar(0)));
        Assert.Equal([1f, 0f, 11f], Slope(y, x, [1, 2, 3]));
    }

    [Fact]
    public void A_list_that_is_read_and_stacked_gets_both_gradients()
    {
        Output x = graph.Placeholder("x", Shape.Of([3]));
        Output list = ListOf(x);
        Output stacked = graph.AddOperation("TensorListStack", [list, Scalars(graph)], new Dictionary<string, object> { ["element_dtype"] = DType.Float32 })[0];
        Output y = graph.Square(stacked) + Item(list, graph.Constant(Tensor.Scalar(1)));
        Assert.Equal([2f, 7f, 6f], Slope(y, x, [1, 2, 3]));
    }

    [Fact]
    public void A_loop_that_reads_and_writes_a_list_is_differentiated_in_place()
    {
        const int Rounds = 5;
        Output x = graph.Placeholder("x", Shape.Of([Rounds]));
        IReadOnlyList<Output> after = graph.While(
            v => Comparisons.Greater(v[0].Graph.Constant(Tensor.Scalar(Rounds - 1)), v[0]),
            v =>
            {
                Output next = v[0] + v[0].Graph.Constant(Tensor.Scalar(1));
                return [next, TensorListSetItem.Build(v[1], next, Item(v[1], next) * Item(v[1], v[0]))];
            },
            [graph.Constant(Tensor.Scalar(0)), ListOf(x)]);

        // The last element is the product of all.
        Assert.Equal([120f, 60f, 40f, 30f, 24f], Slope(Item(after[1], graph.Constant(Tensor.Scalar(Rounds - 1))), x, [1, 2, 3, 4, 5]));
    }

    [Fact]
    public void What_a_list_gets_can_be_differentiated_again()
    {
        Output x = graph.Placeholder("x", Shape.Of([2]));
        Output cube = Item(ListOf(x), graph.Constant(Tensor.Scalar(1)));
        Output slope = Gradients.Of([cube * cube * cube], [x])[0]!.Value;
        Assert.Equal([0f, 12f], Slope(slope, x, [1, 2]));
    }

    private Output ListOf(Output x) => graph.AddOperation("TensorListFromTensor", [x, Scalars(graph)])[0];

    private static Output Item(Output list, Output index) => TensorListGetItem.Build(list, index, Scalars(list.Graph), DType.Float32);

    private static Output Scalars(Graph graph) => graph.Constant(Tensor.From<int>([], [0]));

    private float[] Slope(Output y, Output x, float[] at)
    {
        using Tensor fed = Tensor.From(at);
        using Session session = new(graph);
        using Tensor slope = session.Run(new Dictionary<Output, Tensor> { [x] = fed }, [Gradients.Of([y], [x])[0]!.Value], options: new RunOptions { Timeout = Enough }, cancellationToken: TestContext.Current.CancellationToken)[0];
        return slope.ToArray<float>();
    }
}
