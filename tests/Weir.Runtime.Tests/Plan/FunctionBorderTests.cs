using Weir.Graphs;

namespace Weir.Runtime.Tests;

/// <summary>What goes over the border of a function: dead values do not, effects happen on either side.</summary>
public sealed class FunctionBorderTests
{
    private readonly Graph graph = new();

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "Retval[0] does not have value")]
    public void A_branch_gives_no_dead_value(bool lives, string? message)
    {
        Output x = graph.Constant(Tensor.Scalar(2f)), chooses = BoolPlaceholder("chooses");
        Output y = graph.Cond(graph.Constant(Tensor.Scalar(true)), Dying, seen => [seen[0]], [x, chooses], "branch")[0];
        Expect(y + 1, lives, 3f, message, "branch");
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "Retval[0] does not have value")]
    public void A_round_gives_no_dead_value(bool lives, string? message)
    {
        Output x = graph.Constant(Tensor.Scalar(2f)), chooses = BoolPlaceholder("chooses");
        Output y = graph.While(v => v[0].LessThan(v[0].Graph.Constant(Tensor.Scalar(5f))), v => [Dying(v)[0] + 2, v[1]], [x, chooses], name: "loop")[0];
        Expect(y, lives, 6f, message, "loop");
    }

    [Theory]
    [InlineData(-1, 30f)]
    [InlineData(0, 10f)]
    [InlineData(1, 20f)]
    [InlineData(2, 30f)]
    [InlineData(3, 30f)]
    public void A_function_chooses_among_many(int index, float expected)
    {
        Output x = graph.Constant(Tensor.Scalar(1f));
        Output which = graph.AddOperation("Placeholder", attributes: new Dictionary<string, object> { ["dtype"] = DType.Int32 })[0];
        FunctionGraph body = new(graph, [x, which], seen =>
        {
            Operation choice = seen[0].Graph.AddOperation("_SwitchN", [seen[0], seen[1]], new Dictionary<string, object> { ["num_outs"] = 3L });
            return [seen[0].Graph.Apply("Merge", choice[0] * 10, choice[1] * 20, choice[2] * 30)];
        });
        Output y = graph.AddOperation("PartitionedCall", [x, which], new Dictionary<string, object> { ["f"] = body.Make("choose").Reference, ["Tout"] = new[] { DType.Float32 } })[0];
        using Session session = new(graph);
        using Tensor fed = Tensor.Scalar(index);
        Assert.Equal([expected], session.Floats(y, (which, fed)));
    }

    /// <summary>Without values to hand on, a round is there for its effects alone.</summary>
    [Fact]
    public void A_For_without_values_runs()
    {
        List<string> printed = [];
        Output number = graph.Constant(Tensor.Scalar(0));
        FunctionGraph body = new(graph, [number], seen =>
        {
            seen[0].Graph.AddOperation("PrintV2", [seen[0].Graph.Apply("AsString", seen[0])]);
            return [];
        });
        Operation loop = graph.AddOperation("For", [number, graph.Constant(Tensor.Scalar(6)), graph.Constant(Tensor.Scalar(2))], new Dictionary<string, object>
        {
            ["body"] = body.Make("round").Reference, ["T"] = Array.Empty<DType>(),
        });
        using Session session = new(graph, new SessionOptions { Print = printed.Add });
        session.Run(loop);
        Assert.Equal(["0\n", "2\n", "4\n"], printed);
    }

    /// <summary>The first value, where the second is true.</summary>
    private static Output[] Dying(IReadOnlyList<Output> seen) => [seen[0].Graph.AddOperation("Switch", [seen[0], seen[1]])[1]];

    private Output BoolPlaceholder(string name) => graph.AddOperation("Placeholder", attributes: new Dictionary<string, object> { ["dtype"] = DType.Bool, ["shape"] = Shape.Scalar }, name: name)[0];

    private void Expect(Output y, bool lives, float expected, string? message, string node)
    {
        using Session session = new(graph);
        using Tensor fed = Tensor.Scalar(lives);
        if (message is null)
        {
            Assert.Equal([expected], session.Floats(y, (graph.GetOutput("chooses:0"), fed)));
            return;
        }

        TfException error = Assert.Throws<TfException>(() => session.Floats(y, (graph.GetOutput("chooses:0"), fed)));
        Assert.Equal(StatusCode.Internal, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains($"{{{{node {node}}}}}", error.Message, StringComparison.Ordinal);
    }
}
