using System.Numerics;

using CsCheck;

using Weir.Simd;

namespace Weir.Tensors.Tests.Simd;

public class ReduceTests
{
    private static readonly Gen<(long[] Shape, bool[] Reduced)> Cases =
        Gen.Select(Gen.Int[0, 6].SelectMany(rank => Gen.Int[0, 9].Array[rank]), Gen.Bool.Array[6], Gen.Int[0, 300], (sizes, reduced, big) =>
        {
            long[] shape = [.. sizes.Select(s => (long)s)];
            if (shape.Length is > 0 and < 4)
                shape[big % shape.Length] = big;
            return (shape, reduced[..shape.Length]);
        });

    [Fact]
    public void Sums_agree() => Cases.Sample(c => Check<float, SumOf>(c.Shape, c.Reduced, 0, (x, y) => x + y, 1e-5), iter: TierTests.Iterations(400));

    [Fact]
    public void Integer_sums_agree() => Cases.Sample(c => Check<int, SumOf>(c.Shape, c.Reduced, 0, (x, y) => x + y, 0), iter: TierTests.Iterations(200));

    [Fact]
    public void Byte_maxima_agree() => Cases.Sample(c => Check<sbyte, MaximumOf>(c.Shape, c.Reduced, -128, Math.Max, 0), iter: TierTests.Iterations(200));

    [Fact]
    public void Double_minima_agree() =>
        Cases.Sample(c => Check<double, MinimumOf>(c.Shape, c.Reduced, double.PositiveInfinity, Math.Min, 0), iter: TierTests.Iterations(200));

    [Theory]
    [InlineData(1_000_003, 1)]
    [InlineData(1, 1_000_003)]
    [InlineData(100_001, 7)]
    [InlineData(501, 1003)]
    public void Large_sums_are_exact_to_a_few_units(long rows, long columns)
    {
        foreach (bool[] reduced in new bool[][] { [true, false], [false, true], [true, true] })
            Check<float, SumOf>([rows, columns], reduced, 0, (x, y) => x + y, 2e-7 * 40);
    }

    [Fact]
    public void Rows_give_the_same_bits_alone_and_among_others()
    {
        for (int columns = 1; columns < 300; columns += columns < 70 ? 1 : 13)
        {
            CheckRows<float, SumOf>(columns, x => (float)(x - 0.5));
            CheckRows<float, MaximumOf>(columns, x => x < 0.01 ? float.NaN : (float)x);
            CheckRows<int, MinimumOf>(columns, x => (int)(x * 1000));
            CheckRows<float, LogSumExpOf>(columns, x => (float)(x * 10));
        }
    }

    [Fact]
    public void Maximum_gives_NaN()
    {
        for (int n = 1; n < 130; n++)
        {
            var x = new float[n];
            x[n / 2] = float.NaN;
            var y = new float[1];
            Reduce.Run<float, MaximumOf>(ReducePlan.Create([n], [true]), x, y);
            Assert.True(float.IsNaN(y[0]));
        }
    }

    [Fact]
    public void Mean_of_integers_truncates_and_does_not_wrap()
    {
        var y = new sbyte[1];
        Reduce.MeanOfIntegers<sbyte>(ReducePlan.Create([4], [true]), [-100, -100, -100, -29], y);
        Assert.Equal((sbyte)-82, y[0]);
    }

    [Fact]
    public void Mean_of_bfloat16_is_rounded_once()
    {
        var y = new BFloat16[1];
        Reduce.Mean<BFloat16>(ReducePlan.Create([3], [true]), [(BFloat16)1f, (BFloat16)2f, (BFloat16)256f], y);
        Assert.Equal((BFloat16)(259f / 3), y[0]);
    }

    private static void CheckRows<T, TReduction>(int columns, Func<double, T> make)
        where T : unmanaged
        where TReduction : struct, IReduction
    {
        const int Rows = 45;
        var random = new Random(columns);
        T[] x = [.. Enumerable.Range(0, Rows * columns).Select(_ => make(random.NextDouble()))], together = new T[Rows], alone = new T[1];
        Reduce.Run<T, TReduction>(ReducePlan.Create([Rows, columns], [false, true]), x, together);
        for (int row = 0; row < Rows; row++)
        {
            Reduce.Run<T, TReduction>(ReducePlan.Create([1, columns], [false, true]), x.AsSpan(row * columns, columns), alone);
            Assert.Equal(alone[0], together[row]);
        }
    }

    private static void Check<T, TReduction>(
        long[] shape, bool[] reduced, double initial, Func<double, double, double> combine, double tolerance)
        where T : unmanaged, INumber<T>
        where TReduction : struct, IReduction
    {
        ReducePlan plan = ReducePlan.Create(shape, reduced);
        int n = (int)shape.Aggregate(1L, (a, b) => a * b);
        var random = new Random(n);
        T[] x = [.. Enumerable.Range(0, n).Select(_ => T.CreateSaturating((random.NextDouble() * 200) - 100))];
        var y = new T[plan.Outputs];
        var want = new double[plan.Outputs];
        var scale = new double[plan.Outputs];
        Array.Fill(want, initial);
        for (int i = 0; i < n; i++)
        {
            long rest = i, output = 0, step = 1;
            for (int d = shape.Length - 1; d >= 0; d--)
            {
                (rest, long index) = Math.DivRem(rest, shape[d]);
                if (reduced[d])
                    continue;
                output += index * step;
                step *= shape[d];
            }
            want[output] = combine(want[output], double.CreateChecked(x[i]));
            scale[output] += Math.Abs(double.CreateChecked(x[i]));
        }
        Reduce.Run<T, TReduction>(plan, x, y);
        for (int i = 0; i < y.Length; i++)
        {
            double got = double.CreateChecked(y[i]);
            Assert.True(got == want[i] || Math.Abs(got - want[i]) <= tolerance * scale[i], $"[{string.Join(',', shape)}] {i}: {got} instead of {want[i]}");
        }
    }
}
