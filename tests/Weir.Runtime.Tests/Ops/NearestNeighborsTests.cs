using CsCheck;

namespace Weir.Runtime.Tests;

/// <summary>Neighbours against all distances.</summary>
public sealed class NearestNeighborsTests
{
    [Fact]
    public void The_nearest_centers_come_first() => Gen.Select(Gen.Int[1, 150], Gen.Int[1, 30], Gen.Int[1, 5], Gen.Int[1, 40], Gen.Int).Sample((rows, count, depth, k, seed) =>
    {
        Random random = new(seed);
        float[] points = [.. Enumerable.Range(0, rows * depth).Select(_ => random.NextSingle())], centers = [.. Enumerable.Range(0, count * depth).Select(_ => random.NextSingle())];
        Graph graph = new();
        Operation search = graph.AddOperation(
            "NearestNeighbors",
            [graph.Constant(Tensor.From<float>(points, Shape.Of([rows, depth]))), graph.Constant(Tensor.From<float>(centers, Shape.Of([count, depth]))), graph.Constant(Tensor.Scalar((long)k))]);
        using Session session = new(graph);
        using Tensor nearest = session.Run(search[0]), distances = session.Run(search[1]);
        int width = Math.Min(k, count);
        Assert.Equal(Shape.Of([rows, width]), nearest.Shape);
        long[] found = nearest.ToArray<long>();
        float[] squares = distances.ToArray<float>();
        for (int i = 0; i < rows; i++)
        {
            double[] all = [.. Enumerable.Range(0, count).Select(center => Enumerable.Range(0, depth).Sum(d => Math.Pow(points[(i * depth) + d] - centers[(center * depth) + d], 2)))];
            double[] sorted = [.. all.Order()];
            for (int j = 0; j < width; j++)
            {
                Assert.Equal(sorted[j], squares[(i * width) + j], 1e-5);
                Assert.Equal(sorted[j], all[found[(i * width) + j]], 1e-5);
            }
        }
    }, iter: 30);
}
