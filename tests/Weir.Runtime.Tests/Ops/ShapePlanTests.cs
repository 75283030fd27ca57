namespace Weir.Runtime.Tests;

/// <summary>Kernels keep the plan of the shapes that they saw last: other shapes, permutations and axes must not get it.</summary>
public sealed class ShapePlanTests
{
    private static readonly (long[] Shape, int[] Integers)[] Transposes =
    [
        ([2, 3, 4], [2, 0, 1]), ([2, 3, 4], [1, 0, 2]), ([4, 3, 2], [1, 0, 2]), ([2, 3, 4], [0, 1, 2]), ([1, 3, 1], [1, 2, 0]), ([24], [0]), ([2, 3, 4], [-1, 0, 1]),
        ([0, 3], [1, 0]), ([3, 0], [1, 0]), ([2, 3, 0], [1, 0, 2]),
    ];

    private static readonly (long[] Shape, int[] Integers)[] Sums = [([2, 3, 4], [1]), ([2, 3, 4], [0, 2]), ([4, 3, 2], [0, 2]), ([2, 3, 4], []), ([2, 3, 4], [-1]), ([24], [0]), ([3, 0], [1])];

    private static readonly (long[] Shape, long[] Other)[] Differences =
        [([2, 3, 4], [3, 1]), ([2, 3, 4], [2, 1, 4]), ([3, 1], [2, 3, 4]), ([4, 1], [1, 5]), ([1, 4], [5, 1]), ([2, 3, 4], [1, 3, 1]), ([1, 3, 4], [2, 3, 1])];

    [Fact]
    public void Transposes_follow_shapes_and_permutations() => InTurn("Transpose", Transposes, (shape, permutation) =>
    {
        long[] turned = [.. permutation.Select(p => shape[p < 0 ? p + shape.Length : p])];
        return (turned, [.. Indices(turned).Select(index =>
        {
            long[] source = new long[shape.Length];
            for (int i = 0; i < index.Length; i++) source[permutation[i] < 0 ? permutation[i] + shape.Length : permutation[i]] = index[i];
            return (float)Position(shape, source);
        })]);
    });

    [Fact]
    public void Sums_follow_shapes_and_axes() => InTurn("Sum", Sums, (shape, axes) =>
    {
        bool[] reduced = [.. shape.Select((_, i) => axes.Contains(i) || axes.Contains(i - shape.Length))];
        long[] kept = [.. shape.Where((_, i) => !reduced[i])];
        float[] sums = new float[kept.Aggregate(1L, (a, b) => a * b)];
        foreach (long[] index in Indices(shape)) sums[Position(kept, [.. index.Where((_, i) => !reduced[i])])] += Position(shape, index);
        return (kept, sums);
    });

    [Fact]
    public void Differences_follow_both_shapes()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x"), y = graph.Placeholder("y");
        using Session session = new(graph);
        Callable callable = session.MakeCallable([x, y], [x - y]);
        for (int round = 0; round < 2 * Differences.Length; round++)
        {
            (long[] left, long[] right) = Differences[round / 2];
            int rank = Math.Max(left.Length, right.Length);
            (long[] a, long[] b) = ([.. Enumerable.Repeat(1L, rank - left.Length), .. left], [.. Enumerable.Repeat(1L, rank - right.Length), .. right]);
            long[] sizes = [.. a.Zip(b, Math.Max)];
            float[] expected = [.. Indices(sizes).Select(index => (float)(Position(a, Within(index, a)) - Position(b, Within(index, b))))];
            Check(callable, [Counted(left), Counted(right)], sizes, expected);
        }

        static long[] Within(long[] index, long[] sizes) => [.. index.Zip(sizes, (i, size) => size == 1 ? 0 : i)];
    }

    /// <summary>Threads whose inputs differ replace each other's plans all the time.</summary>
    [Fact]
    public void Threads_with_other_shapes_do_not_disturb_each_other()
    {
        Graph graph = new();
        Output x = graph.Placeholder("x"), turned = graph.Apply("Transpose", x, graph.Constant(Tensor.From(1, 0)));
        using Session session = new(graph);
        Callable callable = session.MakeCallable([x], [turned]);
        Parallel.For(1, 5, new ParallelOptions { MaxDegreeOfParallelism = 4 }, columns =>
        {
            float[] expected = [.. Indices([columns, 6]).Select(index => (float)((index[1] * columns) + index[0]))];
            for (int run = 0; run < 2000; run++) Check(callable, [Counted([6, columns])], [columns, 6], expected);
        });
    }

    private static void InTurn(string op, (long[] Shape, int[] Integers)[] cases, Func<long[], int[], (long[] Shape, float[] Elements)> expect)
    {
        Graph graph = new();
        Output x = graph.Placeholder("x"), integers = graph.Placeholder(DType.Int32, Shape.OfRank(1));
        using Session session = new(graph);
        Callable callable = session.MakeCallable([x, integers], [graph.Apply(op, x, integers)]);
        for (int round = 0; round < 2 * cases.Length; round++)
        {
            // Each is met once by its neighbour's plan and once by its own.
            (long[] shape, int[] values) = cases[round / 2];
            (long[] expectedShape, float[] expected) = expect(shape, values);
            Check(callable, [Counted(shape), Tensor.Create<int>([values.Length], span => values.CopyTo(span))], expectedShape, expected);
        }
    }

    private static void Check(Callable callable, Tensor[] feeds, long[] shape, float[] expected)
    {
        Tensor[] fetches = new Tensor[1];
        callable.Run(feeds, fetches);
        Assert.Equal(Shape.Of(shape), fetches[0].Shape);
        Assert.Equal(expected, fetches[0].ToArray<float>());
        foreach (Tensor tensor in feeds.Concat(fetches)) tensor.Dispose();
    }

    private static Tensor Counted(long[] shape) => Tensor.Create<float>(Shape.Of(shape), span =>
    {
        for (int i = 0; i < span.Length; i++) span[i] = i;
    });

    private static long Position(long[] shape, long[] index) => index.Zip(shape).Aggregate(0L, (at, next) => (at * next.Second) + next.First);

    private static IEnumerable<long[]> Indices(long[] shape) => shape.Aggregate<long, IEnumerable<long[]>>([[]], (all, size) =>
        all.SelectMany(index => Enumerable.Range(0, (int)size).Select(i => (long[])[.. index, i])));
}
