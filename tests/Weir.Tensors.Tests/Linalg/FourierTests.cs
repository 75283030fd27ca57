using System.Numerics;
using CsCheck;
using Weir.Linalg;

namespace Weir.Tensors.Tests;

/// <summary>Fourier transforms of any length against the sum that defines them, and there and back.</summary>
public sealed class FourierTests
{
    [Fact]
    public void A_transform_is_the_sum_that_defines_it() => Gen.Select(Gen.Double[-1, 1], Gen.Double[-1, 1]).Array[1, 70].Sample(parts =>
    {
        Complex[] x = Array.ConvertAll(parts, part => new Complex(part.Item1, part.Item2)), y = (Complex[])x.Clone();
        Fourier.Transform(y, inverse: false);
        for (int k = 0; k < x.Length; k++)
        {
            Complex sum = 0;
            for (int j = 0; j < x.Length; j++) sum += x[j] * Complex.FromPolarCoordinates(1, -2 * Math.PI * j * k / x.Length);
            Assert.True(Complex.Abs(sum - y[k]) < 1e-11, $"{x.Length} numbers, {k}: {y[k]} for {sum}");
        }

        Fourier.Transform(y, inverse: true);
        for (int k = 0; k < x.Length; k++) Assert.True(Complex.Abs((y[k] / x.Length) - x[k]) < 1e-12);
    });
}
