using CsCheck;

namespace Weir.Runtime.Tests;

/// <summary>The k greatest, by a heap or by sorting, are those that a stable sort puts first.</summary>
public sealed class TopKTests
{
    [Fact]
    public void Values_and_places_are_those_of_a_stable_sort()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x"), k = graph.AddOperation("Placeholder", attributes: new Dictionary<string, object> { ["dtype"] = DType.Int32, ["shape"] = Shape.Scalar })[0];
        Operation top = graph.AddOperation("TopKV2", [x, k]);
        using Session session = new(graph);
        Gen.Select(Gen.Int[-4, 4].Array[1, 200], Gen.Double[0, 1]).Sample((numbers, part) =>
        {
            int count = (int)(part * numbers.Length);
            using Tensor values = Tensor.From(Array.ConvertAll(numbers, number => number / 2f)), many = Tensor.Scalar(count);
            Tensor[] found = session.Run(new Dictionary<Output, Tensor> { [x] = values, [k] = many }, [top[0], top[1]]);
            int[] want = [.. Enumerable.Range(0, numbers.Length).OrderByDescending(i => numbers[i]).Take(count)];
            Assert.Equal(want, found[1].ToArray<int>());
            Assert.Equal(want.Select(i => numbers[i] / 2f), found[0].ToArray<float>());
            foreach (Tensor tensor in found) tensor.Dispose();
        });
    }
}
