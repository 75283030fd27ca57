namespace Weir.Runtime.Tests;

/// <summary>Branches and loops that a program builds.</summary>
public sealed class ControlFlowBuildingTests
{
    [Theory]
    [InlineData(3f, 9f)]
    [InlineData(-3f, 3f)]
    public void One_branch_is_taken(float x, float expected)
    {
        Graph graph = new();
        Output input = graph.Placeholder(DType.Float32, Shape.Scalar);
        Output y = graph.Cond(input.GreaterThan(graph.Constant(Tensor.Scalar(0f))), v => [v[0] * v[0]], v => [-v[0]], [input])[0];
        using Session session = new(graph);
        Assert.Equal(expected, Assert.Single(session.Floats(y, (input, Tensor.Scalar(x)))));
        Assert.Equal("StatelessIf", y.Operation.Type);
        Assert.Equal(Shape.Scalar, y.Shape);
    }

    [Fact]
    public void A_loop_changes_its_variables_until_its_condition_fails()
    {
        Graph graph = new();
        Output zero = graph.Constant(Tensor.Scalar(0)), limit = graph.Placeholder(DType.Int32, Shape.Scalar);
        IReadOnlyList<Output> loop = graph.While(v => v[1].LessThan(v[2]), v => [v[1], v[0] + v[1], v[2]], [zero, graph.Constant(Tensor.Scalar(1)), limit]);
        using Session session = new(graph);
        using Tensor fibonacci = session.Run(loop[1], new Dictionary<Output, Tensor> { [limit] = Tensor.Scalar(100) });
        Assert.Equal(144, fibonacci.ToArray<int>()[0]);
    }

    [Fact]
    public void A_loop_inside_a_branch_has_a_gradient()
    {
        Graph graph = new();
        Output x = graph.Placeholder(DType.Float32, Shape.Scalar), zero = graph.Constant(Tensor.Scalar(0f));
        Output y = graph.Cond(x.GreaterThan(zero), Cube, v => [v[0]], [x])[0];
        Output slope = Gradients.Of([y], [x])[0]!.Value;
        using Session session = new(graph);
        Assert.Equal(12f, session.Floats(slope, (x, Tensor.Scalar(2f)))[0], 1e-4f);
        Assert.Equal(1f, session.Floats(slope, (x, Tensor.Scalar(-2f)))[0]);

        static IReadOnlyList<Output> Cube(IReadOnlyList<Output> v)
        {
            Graph inside = v[0].Graph;
            Output one = inside.Constant(Tensor.Scalar(1f)), count = inside.Constant(Tensor.Scalar(0));
            return [inside.While(w => w[0].LessThan(w[0].Graph.Constant(Tensor.Scalar(3))), w => [w[0] + 1, w[1] * w[2], w[2]], [count, one, v[0]])[1]];
        }
    }

    [Fact]
    public void What_a_branch_assigns_is_assigned_if_it_is_taken()
    {
        Graph graph = new();
        Output handle = graph.VariableHandle("v");
        Operation init = graph.AssignTo(handle, graph.Constant(Tensor.Scalar(1f)));
        Output condition = graph.Placeholder(DType.Bool, Shape.Scalar);
        Output done = graph.Cond(condition, Assign, v => [v[0].Graph.Constant(Tensor.Scalar(0f))], [handle])[0];
        Output read = graph.Read(handle);
        using Session session = new(graph);
        session.Run(init);
        session.Floats(done, (condition, Tensor.Scalar(false)));
        Assert.Equal(1, session.Floats(read)[0]);
        session.Floats(done, (condition, Tensor.Scalar(true)));
        Assert.Equal(5, session.Floats(read)[0]);
        Assert.Equal("If", done.Operation.Type);

        static IReadOnlyList<Output> Assign(IReadOnlyList<Output> v)
        {
            Graph inside = v[0].Graph;
            inside.AssignTo(v[0], inside.Constant(Tensor.Scalar(5f)));
            return [inside.Constant(Tensor.Scalar(1f))];
        }
    }

    [Fact]
    public void A_shape_that_would_change_is_refused_unless_the_loop_knows()
    {
        Graph graph = new();
        Output[] variables = [graph.Constant(Tensor.Scalar(0)), graph.Constant(Tensor.From(1f))];
        TfException e = Assert.Throws<TfException>(() => graph.While(Fewer, Grow, variables));
        Assert.Equal(StatusCode.InvalidArgument, e.Code);
        Assert.Contains("enters the loop with shape [1], but has shape [2] after one iteration", e.Message, StringComparison.Ordinal);
        Output grown = graph.While(Fewer, Grow, variables, [Shape.Scalar, Shape.Create([null])])[1];
        using Session session = new(graph);
        Assert.Equal(8, session.Floats(grown).Length);

        static Output Fewer(IReadOnlyList<Output> v) => v[0].LessThan(v[0].Graph.Constant(Tensor.Scalar(3)));
        static IReadOnlyList<Output> Grow(IReadOnlyList<Output> v) => [v[0] + 1, v[0].Graph.Concat([v[1], v[1]], 0)];
    }

    [Fact]
    public void Results_that_do_not_fit_are_refused()
    {
        Graph graph = new();
        Output x = graph.Placeholder(DType.Float32), yes = graph.Constant(Tensor.Scalar(true));
        Assert.Throws<TfException>(() => graph.Cond(yes, v => [v[0]], v => [v[0], v[0]], [x]));
        Assert.Throws<ArgumentException>(() => graph.Cond(yes, _ => [x], v => [v[0]], [x]));
        Assert.Throws<TfException>(() => graph.While(v => v[0], v => [v[0]], [x]));
    }
}
