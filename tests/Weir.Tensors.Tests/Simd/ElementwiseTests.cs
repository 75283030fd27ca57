using System.Numerics;

using Weir.Simd;

namespace Weir.Tensors.Tests.Simd;

public class ElementwiseTests
{
    private const int Guard = 37;

    public static TheoryData<int> Lengths() => [.. Enumerable.Range(0, 131), 1000, 4097, 200_003];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Add_adds_every_type_at_every_length(int n)
    {
        CheckAdd<sbyte>(n);
        CheckAdd<byte>(n);
        CheckAdd<short>(n);
        CheckAdd<ushort>(n);
        CheckAdd<int>(n);
        CheckAdd<uint>(n);
        CheckAdd<long>(n);
        CheckAdd<ulong>(n);
        CheckAdd<float>(n);
        CheckAdd<double>(n);
        CheckAdd<Half>(n);
        CheckAdd<Complex>(n);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Exp_is_within_two_units_in_the_last_place(int n) => CheckFunction<Exp>(n, Math.Exp, 2);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Tanh_is_within_five_units_in_the_last_place(int n) => CheckFunction<Tanh>(n, Math.Tanh, 5);

    private static void CheckAdd<T>(int n)
        where T : unmanaged, INumberBase<T>
    {
        var random = new Random(n);
        T[] x = [.. Enumerable.Range(0, n).Select(_ => T.CreateTruncating(random.Next(-100, 100)))];
        T[] y = [.. Enumerable.Range(0, n).Select(_ => T.CreateTruncating(random.Next(-100, 100)))];
        var z = new T[n + Guard];
        Array.Fill(z, T.CreateTruncating(77));
        Elementwise.Binary<T, Add>(x, y, z.AsSpan(0, n));
        for (int i = 0; i < n; i++)
            Assert.Equal(unchecked(x[i] + y[i]), z[i]);
        Assert.All(z[n..], v => Assert.Equal(T.CreateTruncating(77), v));
        Elementwise.Binary<T, Add>(x, y, x); // in place
        Assert.Equal(z[..n], x);
    }

    private static void CheckFunction<TOp>(int n, Func<double, double> oracle, double ulps)
        where TOp : struct, IUnaryOperator
    {
        var random = new Random(n);
        float[] x = [.. Enumerable.Range(0, n).Select(_ => (float)((random.NextDouble() - 0.5) * 30))];
        var y = new float[n + Guard];
        Array.Fill(y, 77f);
        Elementwise.Unary<float, TOp>(x, y.AsSpan(0, n));
        for (int i = 0; i < n; i++)
        {
            double want = oracle(x[i]);
            Assert.True(Math.Abs(y[i] - want) <= ulps * MathF.BitIncrement(MathF.Abs((float)want)) - (ulps * MathF.Abs((float)want)), $"f({x[i]:R}) = {y[i]:R}, not {want:R}");
        }
        Assert.All(y[n..], v => Assert.Equal(77f, v));
    }
}
