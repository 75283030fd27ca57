using Weir.Simd;

namespace Weir.Tensors.Tests.Simd;

public class SoftmaxTests
{
    public static TheoryData<int> Lengths() => [.. Enumerable.Range(1, 130), 1000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Rows_agree_with_double_precision(int columns)
    {
        var random = new Random(columns);
        float[] x = [.. Enumerable.Range(0, 3 * columns).Select(_ => (float)(random.NextDouble() * 20) - 10)];
        float[] y = new float[x.Length + 40], log = new float[x.Length];
        Array.Fill(y, 5f);
        Softmax.Run<float>(x, y.AsSpan(0, x.Length), columns, logarithm: false);
        Softmax.Run<float>(x, log, columns, logarithm: true);
        for (int row = 0; row < 3; row++)
        {
            double sum = x.Skip(row * columns).Take(columns).Sum(v => Math.Exp(v));
            for (int i = row * columns; i < (row + 1) * columns; i++)
            {
                Assert.Equal(Math.Exp(x[i]) / sum, y[i], Math.Exp(x[i]) / sum * 2e-6); // x - max is rounded, and up to 20
                Assert.Equal(x[i] - Math.Log(sum), log[i], 1e-5);
            }
        }
        Assert.All(y[x.Length..], v => Assert.Equal(5f, v));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void One_bad_logit_makes_its_row_NaN(float bad)
    {
        for (int columns = 1; columns < 70; columns++)
        {
            for (int at = 0; at < columns; at++)
            {
                var x = new float[2 * columns];
                x[at] = bad;
                var y = new float[x.Length];
                Softmax.Run<float>(x, y, columns, logarithm: false);
                Assert.All(y[..columns], v => Assert.True(float.IsNaN(v)));
                Assert.All(y[columns..], v => Assert.Equal(1f / columns, v, 1e-6f));
                Softmax.Run<float>(x, y, columns, logarithm: true);
                Assert.All(y[..columns], v => Assert.True(float.IsNaN(v)));
            }
        }
    }

    [Fact]
    public void Minus_infinity_counts_as_nothing_unless_it_is_all()
    {
        float[] y = new float[4];
        Softmax.Run<float>([float.NegativeInfinity, 0, float.NegativeInfinity, float.NegativeInfinity], y, 2, logarithm: false);
        Assert.Equal([0f, 1f, float.NaN, float.NaN], y);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Rows_are_the_same_wherever_they_lie_and_over_themselves(int columns)
    {
        var random = new Random(columns);
        float[] x = [.. Enumerable.Range(0, columns).Select(_ => (float)(random.NextDouble() * 300) - 250)];
        x[random.Next(columns)] = float.NegativeInfinity;
        x[random.Next(columns)] = 40;
        foreach (bool logarithm in new[] { false, true })
        {
            float[] alone = new float[columns], many = [.. x, .. x, .. x];
            Softmax.Run<float>(x, alone, columns, logarithm);
            Softmax.Run<float>(many, many, columns, logarithm);
            Assert.Equal([.. alone, .. alone, .. alone], many);
        }
    }
}
