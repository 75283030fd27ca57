using CsCheck;

using Weir.Simd;

namespace Weir.Tensors.Tests.Simd;

public class LayoutTests
{
    private static readonly Gen<(long[] Shape, int[] Permutation)> Permutations =
        Gen.Int[0, 6].SelectMany(rank => Gen.Select(
            (rank < 3 ? Gen.Int[0, 70] : Gen.Int[0, 7]).Array[rank],
            Gen.Shuffle(Enumerable.Range(0, rank).ToArray()),
            (sizes, permutation) => (sizes.Select(s => (long)s).ToArray(), permutation)));

    private static readonly Gen<(long[] Result, long[] X, long[] Y, long[] C)> Broadcasts =
        Gen.Int[0, 6].SelectMany(rank => Gen.Select(
            (rank < 3 ? Gen.Int[0, 70] : Gen.Int[0, 5]).Array[rank],
            Gen.Bool.Array[rank],
            Gen.Bool.Array[rank],
            Gen.Bool.Array[rank],
            Gen.Int[0, rank],
            (sizes, x, y, c, drop) =>
            {
                long[] Shape(bool[] keep) => [.. sizes.Select((s, i) => keep[i] ? s : 1L)];
                long[] result = [.. sizes.Select((s, i) => x[i] || y[i] || c[i] ? s : 1L)];
                long[] shapeY = Shape(y);
                int leading = shapeY.TakeWhile(s => s == 1).Count();
                return (result, Shape(x), shapeY[Math.Min(drop, leading)..], Shape(c));
            }));

    [Fact]
    public void Transpose_moves_each_element_of_every_size() => Permutations.Sample(
        c =>
        {
            CheckTranspose(c.Shape, c.Permutation, i => (byte)i);
            CheckTranspose(c.Shape, c.Permutation, i => (ushort)i);
            CheckTranspose(c.Shape, c.Permutation, i => i);
            CheckTranspose(c.Shape, c.Permutation, i => (double)i);
        },
        iter: TierTests.Iterations(300));

    [Fact]
    public void Large_transposes_agree()
    {
        CheckTranspose([517, 1021], [1, 0], i => i);
        CheckTranspose([4, 128, 12, 64], [0, 2, 1, 3], i => i);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(77)]
    [InlineData(117)]
    [InlineData(2067)]
    public void Channels_go_last_and_first_again(int pixels)
    {
        foreach (int channels in new[] { 2, 3, 4, 17, 64, 300 })
        {
            CheckTranspose([2, channels, pixels], [0, 2, 1], i => i);
            CheckTranspose([2, pixels, channels], [0, 2, 1], i => i);
        }
        CheckTranspose([2, 3, pixels, 2], [2, 0, 3, 1], i => i);
        CheckTranspose([3, 2, pixels], [1, 2, 0], i => i);
    }

    /// <summary>By their cost jobs are shared: small matrices that counted as large ones would wake threads for nothing.</summary>
    [Fact]
    public unsafe void Items_of_interleaved_rows_count_their_elements()
    {
        TransposePlan few = Plan(64, 5), many = Plan(2, 4096);
        InterleaveJob small = new(&few, null, null), large = new(&many, null, null);
        Assert.Equal((64, 15), (small.Items, small.ItemLength));
        Assert.Equal((8, 3072), (large.Items, large.ItemLength));

        static TransposePlan Plan(int matrices, int pixels) => TransposePlan.Create([matrices, 3, pixels], [0, 2, 1]);
    }

    [Fact]
    public void Broadcast_binary_compare_and_select_agree() => Broadcasts.Sample(
        b =>
        {
            int[] x = Numbers(b.X), y = Numbers(b.Y);
            bool[] condition = [.. Numbers(b.C).Select(i => i % 3 == 0)];
            Assert.True(BroadcastPlan.TryCreate(b.X, b.Y, b.C, out BroadcastPlan plan));
            var z = new int[plan.Length];
            Elementwise.Select<int>(SelectPlan(b), condition, x, y, z);
            for (long i = 0; i < z.Length; i++)
                Assert.Equal(condition[At(b.Result, b.C, i)] ? x[At(b.Result, b.X, i)] : y[At(b.Result, b.Y, i)], z[i]);

            Assert.True(BroadcastPlan.TryCreate(b.X, b.Y, out plan));
            long[] shape = [.. b.X.Select((s, i) => s != 1 ? s : i < b.X.Length - b.Y.Length ? 1 : b.Y[i - b.X.Length + b.Y.Length])];
            z = new int[plan.Length];
            var less = new bool[plan.Length];
            Elementwise.Binary<int, Subtract>(plan, x, y, z);
            Elementwise.Compare<int, Less>(plan, x, y, less);
            for (long i = 0; i < z.Length; i++)
            {
                Assert.Equal(x[At(shape, b.X, i)] - y[At(shape, b.Y, i)], z[i]);
                Assert.Equal(x[At(shape, b.X, i)] < y[At(shape, b.Y, i)], less[i]);
            }
        },
        iter: TierTests.Iterations(400));

    [Theory]
    [InlineData(new long[] { 32, 128, 10 }, new long[] { 10 }, 2)]
    [InlineData(new long[] { 4, 5 }, new long[] { 4, 5 }, 1)]
    [InlineData(new long[] { 4, 5 }, new long[0], 1)]
    [InlineData(new long[] { 2, 3, 2, 3, 2, 3 }, new long[] { 2, 1, 2, 1, 2, 1 }, 6)]
    public void Dimensions_collapse(long[] x, long[] y, int rank)
    {
        Assert.True(BroadcastPlan.TryCreate(x, y, out BroadcastPlan plan));
        Assert.Equal(rank, plan.Rank);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused() => Assert.False(BroadcastPlan.TryCreate([2, 3], [4], out _));

    private static BroadcastPlan SelectPlan((long[] Result, long[] X, long[] Y, long[] C) b)
    {
        Assert.True(BroadcastPlan.TryCreate(b.C, b.X, b.Y, out BroadcastPlan plan));
        return plan;
    }

    private static int[] Numbers(long[] shape) => [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b))];

    private static int At(long[] result, long[] shape, long index)
    {
        long at = 0, step = 1;
        for (int i = 1; i <= result.Length; i++)
        {
            (index, long digit) = Math.DivRem(index, result[^i]);
            if (i > shape.Length)
                continue;
            at += shape[^i] == 1 ? 0 : digit * step;
            step *= shape[^i];
        }
        return (int)at;
    }

    private static void CheckTranspose<T>(long[] shape, int[] permutation, Func<int, T> make)
        where T : unmanaged
    {
        T[] x = [.. Numbers(shape).Select(make)];
        var y = new T[x.Length];
        Transpose.Run<T>(TransposePlan.Create(shape, permutation), x, y);
        long[] result = [.. permutation.Select(p => shape[p])];
        for (int i = 0; i < y.Length; i++)
        {
            long rest = i, at = 0;
            for (int d = result.Length - 1; d >= 0; d--)
            {
                (rest, long digit) = Math.DivRem(rest, result[d]);
                at += digit * shape[(permutation[d] + 1)..].Aggregate(1L, (a, b) => a * b);
            }
            Assert.Equal(x[at], y[i]);
        }
    }
}
