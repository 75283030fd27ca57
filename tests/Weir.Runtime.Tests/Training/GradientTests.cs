using CsCheck;
using Weir.Graphs;
using Weir.Ops;

namespace Weir.Runtime.Tests;

/// <summary>Gradients against differences of values, through any nesting of conditions, loops and calls; and of deep graphs.</summary>
public sealed class GradientTests
{
    private const double Step = 1e-5;

    [Fact]
    public void Derivatives_are_the_limits_of_differences() => Gen.Int.Sample(seed =>
    {
        RandomProgram program = new(seed);
        Output? gradient = Gradients.Of([program.Y], [program.X])[0];
        RequireSlope(program, program.Y, gradient);
    }, iter: 25);

    [Fact]
    public void Derivatives_can_be_differentiated() => Gen.Int.Sample(seed => { TrySecondSlope(seed); }, iter: 10);

    /// <summary>Programs in which conditions of TensorFlow 1 stand in branches of functions, one inside another: their gradients have such conditions, too.</summary>
    [Theory]
    [InlineData(-23)]
    [InlineData(-13950892)]
    [InlineData(7883045)]
    public void Derivatives_of_nested_conditions_can_be_differentiated(int seed) => Assert.True(TrySecondSlope(seed));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_merge_of_different_choices_is_differentiated_outside_of_functions(bool chosen)
    {
        Graph graph = new();
        Output x = graph.Placeholder("x", Shape.Of([1]));
        Output predicate = graph.Placeholder(DType.Bool, Shape.Scalar, "p");
        Assert.Equal([6f], SlopeAtThree(MergeOfDifferentChoices(x, predicate), x, predicate, chosen));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_gradient_follows_the_choice_that_is_fed(bool chosen)
    {
        Graph graph = new();
        Output x = graph.Placeholder("x", Shape.Of([1]));
        Output predicate = graph.AddOperation("PlaceholderWithDefault", [graph.Constant(Tensor.Scalar(false))], new Dictionary<string, object> { ["shape"] = Shape.Scalar })[0];
        Operation choice = Switch.Build(x, predicate);
        Output y = Merge.Build(graph.Apply("Neg", choice[0]), graph.Apply("Square", Switch.Build(x, graph.Identity(predicate))[1]));
        Assert.Equal([chosen ? 6f : -1f], SlopeAtThree(y, x, predicate, chosen));
    }

    [Fact]
    public void A_merge_of_different_choices_has_no_gradient_inside_of_a_function()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x", Shape.Of([1]));
        Output predicate = graph.Placeholder(DType.Bool, Shape.Scalar, "p");
        FunctionGraph body = new(graph, [x, predicate], v => [MergeOfDifferentChoices(v[0], v[1])]);
        Output y = PartitionedCall.Build(graph, [x, predicate], body.Make("f"))[0];
        TfException error = Assert.Throws<TfException>(() => Gradients.Of([y], [x]));
        Assert.Equal(StatusCode.Unimplemented, error.Code);
    }

    [Fact]
    public void A_chain_of_a_hundred_thousand_nodes_is_differentiated_on_a_small_stack()
    {
        float[] slope = [];
        Exception? error = null;
        Thread thread = new(() => error = Record.Exception(() =>
        {
            Graph graph = new();
            Output x = graph.Placeholder("x", Shape.Of([1]));
            Output y = x;
            for (int i = 0; i < 100_000; i++) y = graph.Apply(i % 2 == 0 ? "Neg" : "Softsign", y);
            Output gradient = Gradients.Of([y], [x])[0]!.Value;
            using Session session = new(graph);
            using Tensor fed = Tensor.From(0f);
            slope = session.Floats(gradient, (x, fed));
        }), maxStackSize: 256 << 10);
        thread.Start();
        thread.Join();
        Assert.Null(error);
        Assert.Equal([1f], slope);
    }

    /// <summary>The square of one of two values, of which the same lives as if one predicate chose.</summary>
    private static Output MergeOfDifferentChoices(Output x, Output predicate)
    {
        Graph graph = x.Operation.Graph;
        Output same = graph.Apply("LogicalNot", graph.Apply("LogicalNot", predicate));
        return graph.Apply("Square", Merge.Build(Switch.Build(x, predicate)[0], Switch.Build(x, same)[1]));
    }

    private static float[] SlopeAtThree(Output y, Output x, Output predicate, bool chosen)
    {
        Output gradient = Gradients.Of([y], [x])[0]!.Value;
        using Session session = new(y.Graph);
        using Tensor fedX = Tensor.From(3f);
        using Tensor fedPredicate = Tensor.Scalar(chosen);
        return session.Floats(gradient, (x, fedX), (predicate, fedPredicate));
    }

    /// <returns>Whether there is a first derivative, to be differentiated.</returns>
    private static bool TrySecondSlope(int seed)
    {
        RandomProgram program = new(seed);
        if (Gradients.Of([program.Y], [program.X])[0] is not { } gradient) return false;
        Output weighed = gradient * program.Graph.Constant(Tensor.From(0.3, -1.1));
        RequireSlope(program, weighed, Gradients.Of([weighed], [program.X])[0]);
        return true;
    }

    private static void RequireSlope(RandomProgram program, Output y, Output? gradient)
    {
        using Session session = new(program.Graph);
        for (int rounds = 0; rounds < 4; rounds++)
        {
            double[] x = [0.4, -0.8];
            double[] slope = gradient is { } built ? Run(session, program, built, x, rounds) : new double[x.Length];
            for (int i = 0; i < x.Length; i++)
            {
                double difference = (At(Step) - At(-Step)) / (2 * Step);
                Assert.True(Math.Abs(slope[i] - difference) <= 1e-6 * Math.Max(1, Math.Abs(difference)), $"{rounds} rounds, element {i}: {slope[i]}, differences give {difference}");

                double At(double shift)
                {
                    double[] shifted = [.. x];
                    shifted[i] += shift;
                    return Run(session, program, y, shifted, rounds).Sum();
                }
            }
        }
    }

    private static double[] Run(Session session, RandomProgram program, Output fetch, double[] x, int rounds)
    {
        using Tensor fedX = Tensor.From(x);
        using Tensor fedRounds = Tensor.Scalar(rounds);
        using Tensor result = session.Run(fetch, new Dictionary<Output, Tensor> { [program.X] = fedX, [program.Rounds] = fedRounds });
        return result.ToArray<double>();
    }
}
