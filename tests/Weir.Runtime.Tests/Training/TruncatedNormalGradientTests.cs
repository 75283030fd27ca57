namespace Weir.Runtime.Tests;

/// <summary>How a drawn number follows the parameters it was drawn with.</summary>
public sealed class TruncatedNormalGradientTests
{
    private const double Step = 1e-4;

    /// <summary>The bounds move a number as keeps its share of the distribution; mean and deviation move it as TensorFlow says, as if the bounds moved along.</summary>
    [Fact]
    public void A_number_keeps_its_share_when_the_bounds_move()
    {
        Graph graph = new();
        Output[] parameters = [.. new[] { 1.0, 2.0, -1.5, 3.0 }.Select(value => graph.Constant(Tensor.Scalar(value)))];
        Output sample = graph.AddOperation("StatelessParameterizedTruncatedNormal", [graph.Constant(Tensor.From(1)), graph.Constant(Tensor.From(7L, 8L)), .. parameters])[0];
        Output weighed = sample * 3.0;
        IReadOnlyList<Output?> gradients = Gradients.Of([weighed], parameters);
        using Session session = new(graph);
        double[] got = [.. session.Run(null, [sample, .. gradients.Select(gradient => gradient!.Value)], cancellationToken: TestContext.Current.CancellationToken).Select(tensor => tensor.ToArray<double>()[0])];
        double x = got[0];
        double bySample = (Share(x + Step, -1.5, 3) - Share(x - Step, -1.5, 3)) / (2 * Step);
        double byLeast = (Share(x, -1.5 + Step, 3) - Share(x, -1.5 - Step, 3)) / (2 * Step);
        double byMost = (Share(x, -1.5, 3 + Step) - Share(x, -1.5, 3 - Step)) / (2 * Step);
        Assert.Equal(3, got[1], 9);
        Assert.Equal(3 * (x - 1) / 2, got[2], 9);
        Assert.Equal(-3 * byLeast / bySample, got[3], 5);
        Assert.Equal(-3 * byMost / bySample, got[4], 5);
    }

    [Fact]
    public void Parameters_that_are_shared_get_sums()
    {
        Graph graph = new();
        Output means = graph.Constant(Tensor.From(0f, 5f));
        Output one = graph.Constant(Tensor.Scalar(1f));
        Output sample = graph.AddOperation("StatelessParameterizedTruncatedNormal",
            [graph.Constant(Tensor.From(3, 2)), graph.Constant(Tensor.From(7L, 8L)), means, one, graph.Constant(Tensor.Scalar(-9f)), graph.Constant(Tensor.Scalar(9f))])[0];
        using Session session = new(graph);
        Assert.Equal([3f, 3f], session.Floats(Gradients.Of([sample], [means])[0]!.Value));
        Assert.Equal(Shape.Scalar, Gradients.Of([sample], [one])[0]!.Value.Shape);
    }

    /// <summary>The part of the distribution of mean 1 and deviation 2, between bounds, that is below x: by Simpson's rule.</summary>
    private static double Share(double x, double least, double most)
    {
        return Area(least, x) / Area(least, most);

        static double Area(double from, double to)
        {
            const int Parts = 2000;
            double width = (to - from) / Parts, sum = 0;
            for (int i = 0; i <= Parts; i++) sum += (i is 0 or Parts ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-Math.Pow((from + (i * width) - 1) / 2, 2) / 2);
            return sum * width / 3;
        }
    }
}
