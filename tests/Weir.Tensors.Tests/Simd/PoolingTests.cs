using CsCheck;

using Weir.Simd;

namespace Weir.Tensors.Tests.Simd;

public class PoolingTests
{
    private static readonly Gen<(int Size, int Window, int Stride, int Before, int Channels)> Shapes =
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[0, 3], Gen.Frequency((2, Gen.Int[1, 20]), (1, Gen.Int[21, 70])));

    [Fact]
    public void Maxima_and_means_agree() => Shapes.Sample(
        s =>
        {
            int before = Math.Min(s.Before, s.Window - 1), output = Math.Max(0, ((s.Size + before - s.Window) / s.Stride) + 1);
            var axis = new WindowAxis(s.Size, s.Window, s.Stride, 1, before, output);
            var w = new WindowShape(2, WindowAxis.None, WindowAxis.None, axis);
            var random = new Random(s.Size);
            double[] x = [.. Enumerable.Range(0, 2 * s.Size * s.Channels).Select(_ => (double)random.Next(-99, 100))];
            double[] maxima = new double[2 * output * s.Channels], means = new double[maxima.Length];
            int[] positions = new int[maxima.Length];
            Pooling.Maximum<double>(w, s.Channels, x, maxima);
            Pooling.Mean<double>(w, s.Channels, x, means);
            Positions.OfMaximum<double>(w, s.Channels, x, positions);
            for (int i = 0; i < maxima.Length; i++)
            {
                (int pixel, int channel) = Math.DivRem(i, s.Channels);
                (int batch, int column) = Math.DivRem(pixel, output);
                int start = (column * s.Stride) - before;
                int[] seen = [.. Enumerable.Range(start, s.Window).Where(c => c >= 0 && c < s.Size).Select(c => (((batch * s.Size) + c) * s.Channels) + channel)];
                Assert.Equal(seen.Max(at => x[at]), maxima[i]);
                Assert.Equal(seen.Average(at => x[at]), means[i], 1e-9);
                Assert.Equal(seen.MaxBy(at => x[at]), positions[i]);
            }
        },
        iter: TierTests.Iterations(200));

    [Fact]
    public void A_position_outside_is_refused() =>
        Assert.Throws<ArgumentException>(() => Positions.Scatter<float>(1, new float[2], [0, 3], new float[3]));
}
