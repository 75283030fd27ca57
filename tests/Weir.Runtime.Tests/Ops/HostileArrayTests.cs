using Weir.Ops;

namespace Weir.Runtime.Tests;

/// <summary>What a stranger's graph may ask of array and matrix ops: errors with TensorFlow's codes, no endless loops, no memory out of proportion.</summary>
public sealed class HostileArrayTests
{
    [Theory]
    [InlineData("ScatterNd")]
    [InlineData("Empty")]
    [InlineData("DenseBincount")]
    public void A_size_beyond_all_memory_is_refused(string op)
    {
        Graph graph = new();
        Output huge = graph.Const(Tensor.From(int.MaxValue, int.MaxValue));
        Output size = graph.Const(Tensor.Scalar(long.MaxValue / 8));
        Output y = op switch
        {
            "ScatterNd" => graph.Apply(op, graph.Const(Tensor.From(new[,] { { 0, 0 } })), graph.Const(Tensor.From(1f)), huge),
            "Empty" => graph.AddOperation(op, [huge], new Dictionary<string, object> { ["dtype"] = DType.Float32 })[0],
            _ => graph.Apply(op, graph.Const(Tensor.From(1L)), size, graph.Const(Tensor.From(1f))),
        };
        TfException error = Assert.Throws<TfException>(() => Run(graph, y));
        Assert.Contains(error.Code, new[] { StatusCode.ResourceExhausted, StatusCode.InvalidArgument });
    }

    [Fact]
    public void An_equation_longer_than_any_shape_is_refused()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x");
        Dictionary<string, object> attributes = new() { ["equation"] = "i->" + new string('i', 1_000_000) };
        TfException error = Assert.Throws<TfException>(() => graph.AddOperation("Einsum", [x], attributes));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
    }

    [Theory]
    [InlineData(-1e9 + 0.5, 2)]
    [InlineData(-3.5, 3)]
    [InlineData(-1e300, 2)]
    public void The_zeta_function_of_far_negative_numbers_ends(double q, double x)
    {
        Graph graph = new();
        Output y = graph.Apply("Zeta", graph.Const(Tensor.Scalar(x)), graph.Const(Tensor.Scalar(q)));
        double value = Run(graph, y).ToArray<double>()[0];
        if (q == -3.5)
        {
            double sum = 0;
            for (int k = 0; k < 2_000_000; k++) sum += Math.Pow(q + k, -x);
            Assert.Equal(sum, value, 1e-9);
        }
    }

    [Fact]
    public void Many_partitions_of_many_rows_take_one_pass()
    {
        const int count = 20_000;
        Graph graph = new();
        int[] places = [.. Enumerable.Range(0, count).Reverse()];
        Operation deal = graph.AddOperation(
            "DynamicPartition", [graph.Const(Tensor.From(places)), graph.Const(Tensor.From(places))], new Dictionary<string, object> { ["num_partitions"] = (long)count });
        Assert.Equal([7], Run(graph, deal[7]).ToArray<int>());
        Assert.Equal([count - 1], Run(graph, deal[count - 1]).ToArray<int>());
    }

    [Fact]
    public void A_banded_system_takes_memory_for_its_bands_only()
    {
        const int size = 200_000;
        Graph graph = new();
        float[] bands = new float[2 * size];
        for (int i = 0; i < size; i++) (bands[i], bands[size + i]) = (2, 1);
        Output a = graph.Const(Tensor.From<float>(bands, [2, size]));
        Output b = graph.Const(Tensor.Create<float>([size, 1], span => span.Fill(3)));
        float[] x = Run(graph, graph.Apply("BandedTriangularSolve", a, b)).ToArray<float>();
        Assert.Equal(1.5f, x[0]);
        Assert.Equal(0.75f, x[1]);
        Assert.Equal(1f, x[^1], 1e-5f);
    }

    [Fact]
    public void NaN_rows_are_all_different()
    {
        Graph graph = new();
        Output x = graph.Const(Tensor.Create<float>([300_000], span => span.Fill(float.NaN)));
        Assert.Equal(300_000, Run(graph, graph.Apply("Unique", x)).ElementCount);
    }

    private static Tensor Run(Graph graph, Output fetch)
    {
        using Session session = new(graph);
        return session.Run(null, [fetch], cancellationToken: TestContext.Current.CancellationToken)[0];
    }
}
