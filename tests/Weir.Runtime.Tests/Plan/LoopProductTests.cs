namespace Weir.Runtime.Tests;

/// <summary>A loop that multiplies one element of a list a round, with the products taken out of it and without.</summary>
public sealed class LoopProductTests
{
    private const int Rounds = 5;

    [Fact]
    public void Elements_that_lie_together_are_multiplied_before_the_loop()
    {
        (float[] plain, string[] plainSteps) = Run(Rows, fuses: false, Rounds);
        (float[] taken, string[] steps) = Run(Rows, fuses: true, Rounds);
        Assert.Equal(plain.Length, taken.Length);
        for (int i = 0; i < plain.Length; i++) Assert.Equal(plain[i], taken[i], 1e-5f);
        Assert.Equal(Rounds, plainSteps.Count(op => op == "MatMul"));
        Assert.DoesNotContain("MatMul", steps);
        Assert.Equal(Rounds, steps.Count(op => op == "TensorListGetItem+MatMul"));
    }

    [Fact]
    public void Elements_of_several_shapes_are_multiplied_one_by_one()
    {
        (float[] plain, _) = Run(Uneven, fuses: false, Rounds);
        (float[] taken, string[] steps) = Run(Uneven, fuses: true, Rounds);
        Assert.Equal(plain, taken);
        Assert.Equal(Rounds, steps.Count(op => op == "MatMul"));
    }

    [Fact]
    public void A_loop_that_runs_too_far_fails_as_before()
    {
        TfException plain = Assert.Throws<TfException>(() => Run(Rows, fuses: false, Rounds + 1));
        TfException taken = Assert.Throws<TfException>(() => Run(Rows, fuses: true, Rounds + 1));
        Assert.Equal(plain.Code, taken.Code);
        Assert.Equal(plain.Message, taken.Message);
    }

    [Fact]
    public void No_round_at_all_gives_what_was_there()
    {
        (float[] sum, _) = Run(Rows, fuses: true, rounds: 0);
        Assert.Equal(8, sum.Length);
        Assert.All(sum, value => Assert.Equal(1, value));
    }

    /// <summary>A list made from one tensor.</summary>
    private static Output Rows(Graph graph) => graph.AddOperation(
        "TensorListFromTensor", [graph.Constant(FusionTests.Filled(Rounds, 2, 3)), graph.Constant(Tensor.From(2, 3))])[0];

    /// <summary>A list with elements of one row and of two, which broadcast in the sum.</summary>
    private static Output Uneven(Graph graph)
    {
        Output list = graph.AddOperation("EmptyTensorList", [graph.Constant(Tensor.Scalar(-1)), graph.Constant(Tensor.Scalar(-1))], new Dictionary<string, object>
        {
            ["element_dtype"] = DType.Float32,
        })[0];
        for (int i = 0; i < Rounds; i++) list = graph.Apply("TensorListPushBack", list, graph.Constant(FusionTests.Filled(1 + (i % 2), 3)));
        return list;
    }

    /// <summary>While i &lt; rounds: i + 1, sum + list[i] * weights.</summary>
    private static (float[] Sum, string[] Steps) Run(Func<Graph, Output> list, bool fuses, int rounds)
    {
        Graph graph = new();
        Output[] variables =
        [
            graph.Constant(Tensor.Scalar(0)), graph.Constant(Tensor.Create<float>(Shape.Of(2, 4), span => span.Fill(1))), list(graph),
            graph.Constant(FusionTests.Filled(3, 4)), graph.Constant(Tensor.Scalar(rounds)),
        ];
        Output end = graph.While(v => v[0].LessThan(v[4]), v => [v[0] + 1, v[1] + v[0].Graph.MatMul(Item(v[2], v[0]), v[3]), v[2], v[3], v[4]], variables)[1];
        using Session session = new(graph, new SessionOptions { Fuses = fuses });
        RunTrace trace = new();
        using Tensor sum = session.Run(new Dictionary<Output, Tensor>(), [end], options: new RunOptions { Trace = trace })[0];
        return (sum.ToArray<float>(), [.. trace.Entries.Where(entry => !entry.IsPrologue).Select(entry => entry.Op)]);
    }

    private static Output Item(Output list, Output index) => index.Graph.AddOperation(
        "TensorListGetItem", [list, index, index.Graph.Constant(Tensor.Scalar(-1))], new Dictionary<string, object> { ["element_dtype"] = DType.Float32 })[0];
}
