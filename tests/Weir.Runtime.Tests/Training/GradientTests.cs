using CsCheck;

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
    public void Derivatives_can_be_differentiated() => Gen.Int.Sample(seed =>
    {
        RandomProgram program = new(seed);
        if (Gradients.Of([program.Y], [program.X])[0] is not { } gradient) return;
        Output weighed = gradient * program.Graph.Constant(Tensor.From(0.3, -1.1));
        RequireSlope(program, weighed, Gradients.Of([weighed], [program.X])[0]);
    }, iter: 10);

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
