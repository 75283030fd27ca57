using CsCheck;

namespace Weir.Runtime.Tests;

/// <summary>Regression against its closed form, and its gradient against differences.</summary>
public sealed class IsotonicRegressionTests
{
    private const int Columns = 7;

    private static readonly Gen<float[]> s_rows = Gen.Int[-20, 20].Select(step => step / 4f).Array[2 * Columns];

    [Fact]
    public void Every_number_is_the_least_of_the_greatest_means_around_it() => s_rows.Sample(rows =>
    {
        Graph graph = new();
        Output x = graph.Placeholder("x", Shape.Of([2, Columns]));
        Operation regression = graph.AddOperation("IsotonicRegression", [x]);
        using Session session = new(graph);
        using Tensor fed = Tensor.From<float>(rows, Shape.Of([2, Columns]));
        float[] found = session.Floats(regression[0], (x, fed));
        for (int i = 0; i < found.Length; i++)
        {
            int begin = i / Columns * Columns, end = begin + Columns;
            double expected = Enumerable.Range(begin, i + 1 - begin).Min(first => Enumerable.Range(i, end - i).Max(last => rows[first..(last + 1)].Average(value => (double)value)));
            Assert.Equal(expected, found[i], 1e-5);
        }
    }, iter: 100);

    [Fact]
    public void The_gradient_is_shared_by_a_pool() => s_rows.Sample(rows =>
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Operation regression = graph.AddOperation("IsotonicRegression", [x]);
        Output gradient = Gradients.Of([regression[0]], [x], [graph.Constant(Tensor.From<float>([.. Enumerable.Range(0, 2 * Columns).Select(i => (float)i)], Shape.Of([2, Columns])))])[0]!.Value;
        using Session session = new(graph);
        using Tensor fed = Tensor.From<float>(rows, Shape.Of([2, Columns]));
        using Tensor pools = session.Run(regression[1], new Dictionary<Output, Tensor> { [x] = fed });
        float[] found = session.Floats(gradient, (x, fed));
        int[] pool = pools.ToArray<int>();
        for (int i = 0; i < found.Length; i++)
        {
            int begin = i / Columns * Columns;
            Assert.Equal(Enumerable.Range(begin, Columns).Where(k => pool[k] == pool[i]).Average(), found[i], 1e-5);
        }
    }, iter: 50);
}
