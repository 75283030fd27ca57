using System.Numerics;

using CsCheck;

using Weir.Simd;

namespace Weir.Tensors.Tests.Simd;

public class GemmTests
{
    private const int Guard = 67;

    private static readonly Gen<GemmShape> Shapes = Gen.Select(
        Gen.Frequency((3, Gen.Int[0, 30]), (1, Gen.Int[31, 200])),
        Gen.Frequency((3, Gen.Int[0, 70]), (1, Gen.Int[71, 300])),
        Gen.Frequency((3, Gen.Int[0, 40]), (1, Gen.Int[41, 1200])),
        Gen.Bool,
        Gen.Bool,
        (m, n, k, ta, tb) => new GemmShape(m, n, k, ta, tb));

    [Fact]
    public void Float_agrees_with_double_precision() => Shapes.Sample(s => Check<float>(s, 1e-6), iter: TierTests.Iterations(300));

    [Fact]
    public void Double_agrees() => Shapes.Sample(s => Check<double>(s, 1e-14), iter: TierTests.Iterations(100));

    [Fact]
    public void Int_agrees() => Shapes.Sample(s => Check<int>(s, 0), iter: TierTests.Iterations(100));

    [Fact]
    public void Long_agrees() => Shapes.Sample(s => Check<long>(s, 0), iter: TierTests.Iterations(50));

    [Fact]
    public void Half_agrees() => Shapes.Sample(s => Check<Half>(s, 1e-3), iter: TierTests.Iterations(30));

    [Fact]
    public void Complex_agrees() => Shapes.Sample(s => Check<Complex>(s, 1e-14), iter: TierTests.Iterations(30));

    [Fact]
    public void Large_products_agree()
    {
        Check<float>(new(300, 2100, 600), 1e-6);
        Check<float>(new(2700, 40, 70), 1e-6);
        Check<float>(new(1, 1024, 1024), 1e-6);
        Check<float>(new(3, 1000, 1024), 1e-6);
        Check<float>(new(500, 1, 1030), 1e-6);
    }

    [Fact]
    public void Bits_do_not_depend_on_threads() => Shapes.Sample(
        shape =>
        {
            float[] a = Values<float>(shape.Rows * shape.Depth, 1), b = Values<float>(shape.Depth * shape.Columns, 2);
            float[] one = new float[shape.Rows * shape.Columns], two = new float[one.Length];
            using (WorkPool.EnterRun(1))
                Gemm.Run<float>(shape, a, b, one);
            using (WorkPool.EnterRun(2))
                Gemm.Run<float>(shape, a, b, two);
            Assert.Equal(one, two);
        },
        iter: TierTests.Iterations(50));

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void Bits_do_not_depend_on_the_direction(int rows)
    {
        var shape = new GemmShape(rows, 1000, 1100);
        float[] addend = Values<float>(rows * shape.Columns, 1), bias = Values<float>(shape.Columns, 2), a = Values<float>(rows * shape.Depth, 3);
        using PackedMatrix b = PackedMatrix.Create<float>(shape, Values<float>(shape.Depth * shape.Columns, 4));
        float[] there = new float[addend.Length], back = new float[addend.Length];
        using (WorkPool.EnterRun(1))
        {
            Gemm.Run<float, Negate>(shape, a, b, addend, bias, there);
            Gemm.Run<float, Negate>(shape, a, b, addend, bias, back);
        }
        Assert.Equal(there, back);
    }

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Gemm.Run<float>(new(2, 2, 2), new float[4], new float[3], new float[4]));
        Assert.Throws<ArgumentException>(() => Gemm.Run<float>(new(2, 2, 2), new float[4], new float[4], new float[5]));
        Assert.Throws<ArgumentException>(() => Gemm.Run<float, Negate>(new(2, 3, 2), new float[4], new float[6], new float[2], default, new float[6]));
        Assert.Throws<ArgumentException>(() => Gemm.Run<float, Negate>(new(2, 3, 2), new float[4], new float[6], default, new float[3], new float[6]));
        using PackedMatrix packed = PackedMatrix.Create<float>(new(0, 2, 2), new float[4]);
        Assert.Throws<ArgumentException>(() => Gemm.Run<double>(new(2, 2, 2), new double[4], packed, new double[4]));
    }

    private static void Check<T>(GemmShape s, double tolerance)
        where T : unmanaged, INumberBase<T>
    {
        T[] a = Values<T>(s.Rows * s.Depth, 1), b = Values<T>(s.Depth * s.Columns, 2), bias = Values<T>(s.Columns, 3);
        T[] matrix = Values<T>(s.Rows * s.Columns, 4);
        Complex[] wideA = [.. a.Select(Wide)], wideB = [.. b.Select(Wide)];
        T guard = T.CreateTruncating(99);
        T[] plain = new T[(s.Rows * s.Columns) + Guard], fused = new T[plain.Length], twice = new T[plain.Length], unpacked = new T[plain.Length];
        foreach (T[] result in (ReadOnlySpan<T[]>)[plain, fused, twice, unpacked])
            Array.Fill(result, guard);
        int size = s.Rows * s.Columns;
        Gemm.Run<T>(s, a, b, plain.AsSpan(0, size));
        using PackedMatrix packed = PackedMatrix.Create<T>(s, b);
        Gemm.Run<T, Negate>(s, a, packed, bias, default, fused.AsSpan(0, size));
        Gemm.Run<T, Negate>(s, a, packed, matrix, bias, twice.AsSpan(0, size));
        Gemm.Run<T, Negate>(s, a, b, matrix, bias, unpacked.AsSpan(0, size));
        for (int i = 0; i < s.Rows; i++)
        {
            for (int j = 0; j < s.Columns; j++)
            {
                Complex sum = 0;
                double scale = 1;
                for (int k = 0; k < s.Depth; k++)
                {
                    Complex product = wideA[s.TransposeA ? (k * s.Rows) + i : (i * s.Depth) + k]
                        * wideB[s.TransposeB ? (j * s.Depth) + k : (k * s.Columns) + j];
                    sum += product;
                    scale += Math.Abs(product.Real) + Math.Abs(product.Imaginary);
                }
                AssertClose(sum, plain[(i * s.Columns) + j], tolerance * scale, s);
                AssertClose(-(sum + Wide(bias[j])), fused[(i * s.Columns) + j], tolerance * (scale + 10), s);
                foreach (T[] result in (ReadOnlySpan<T[]>)[twice, unpacked])
                    AssertClose(-(sum + Wide(matrix[(i * s.Columns) + j]) + Wide(bias[j])), result[(i * s.Columns) + j], tolerance * (scale + 20), s);
            }
        }
        Assert.All(plain[size..], v => Assert.Equal(guard, v));
        Assert.All(fused[size..], v => Assert.Equal(guard, v));
        Assert.All(twice[size..], v => Assert.Equal(guard, v));
        Assert.All(unpacked[size..], v => Assert.Equal(guard, v));
    }

    private static void AssertClose<T>(Complex want, T got, double tolerance, GemmShape shape)
        where T : INumberBase<T> =>
        Assert.True(Complex.Abs(want - Wide(got)) <= tolerance, $"{shape}: {got} instead of {want}");

    private static Complex Wide<T>(T value)
        where T : INumberBase<T> => value is Complex complex ? complex : new Complex(double.CreateTruncating(value), 0);

    private static T[] Values<T>(int n, int seed)
        where T : INumberBase<T>
    {
        var random = new Random(seed);
        bool whole = T.CreateSaturating(0.5) == T.Zero;
        return [.. Enumerable.Range(0, n).Select(_ => T.CreateSaturating(whole ? random.Next(-9, 10) : (random.NextDouble() * 2) - 1))];
    }
}
