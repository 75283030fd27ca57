using Weir.Simd;

namespace Weir.Tensors.Tests.Simd;

public class LayerNormTests
{
    private const float Epsilon = 1e-3f;

    public static TheoryData<int> Lengths() => [.. Enumerable.Range(1, 70), 100, 128, 250, 256, 257, 1000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Rows_agree_with_double_precision(int columns)
    {
        const int Rows = 21;
        float[] x = Numbers(Rows * columns, 1), scale = Numbers(columns, 2), offset = Numbers(columns, 3), y = new float[x.Length];
        LayerNorm.Run(x, default, scale, offset, Epsilon, y);
        for (int row = 0; row < Rows; row++)
        {
            double[] values = [.. x.Skip(row * columns).Take(columns).Select(v => (double)v)];
            double mean = values.Average(), by = 1 / Math.Sqrt(values.Average(v => (v - mean) * (v - mean)) + Epsilon);
            for (int i = 0; i < columns; i++)
                Assert.Equal(((values[i] - mean) * by * scale[i]) + offset[i], y[(row * columns) + i], 2e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Rows_give_the_same_bits_alone_and_among_others(int columns)
    {
        const int Rows = 37;
        float[] x = Numbers(Rows * columns, 4), added = Numbers(columns, 5), offset = Numbers(columns, 6);
        foreach (float[] scale in new float[][] { [], Numbers(columns, 7) })
        {
            float[] together = new float[x.Length], alone = new float[columns], inPlace = [.. x];
            LayerNorm.Run(x, added, scale, offset, Epsilon, together);
            LayerNorm.Run(inPlace, added, scale, offset, Epsilon, inPlace);
            Assert.Equal(together, inPlace);
            for (int row = 0; row < Rows; row++)
            {
                LayerNorm.Run(x.AsSpan(row * columns, columns), added, scale, offset, Epsilon, alone);
                Assert.Equal(alone, together[(row * columns)..((row + 1) * columns)]);
            }
        }
    }

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 4) - 1)];
    }
}
