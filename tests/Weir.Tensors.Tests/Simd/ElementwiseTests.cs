using System.Numerics;
using System.Runtime.Intrinsics.X86;

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
    public void Functions_are_within_a_few_units_in_the_last_place(int n)
    {
        CheckFunction<Exp>(n, 110, Math.Exp, ulps: Fma.IsSupported ? 0.9 : 2);
        CheckFunction<Tanh>(n, 10, Math.Tanh, ulps: 6.5);
        CheckFunction<Tanh>(n, 1, Math.Tanh, ulps: 6.5);
        CheckFunction<Sigmoid>(n, 100, x => 1 / (1 + Math.Exp(-x)), ulps: 3);
        CheckFunction<Log>(n, 3, Math.Log);
        CheckFunction<Log>(n, 1e38, Math.Log);
        CheckFunction<Log>(n, 1e-38, Math.Log);
        CheckFunction<Sqrt>(n, 1e30, Math.Sqrt, ulps: 0.5001);
        CheckFunction<Rsqrt>(n, 1e30, x => 1 / Math.Sqrt(x));
    }

    /// <summary>Many numbers have a loop of their own, which holds the function's constants: no bit may depend on it.</summary>
    [Theory]
    [MemberData(nameof(Lengths))]
    public void Functions_of_many_numbers_are_those_of_each(int n)
    {
        CheckEach<Sigmoid>(n);
        CheckEach<Tanh>(n);
    }

    private static void CheckEach<TOp>(int n)
        where TOp : struct, IUnaryOperator
    {
        var random = new Random(n);
        float[] special = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, float.Epsilon, 8, -8];
        float[] x = [.. Enumerable.Range(0, n).Select(i => i % 5 == 0 ? special[random.Next(special.Length)] : (random.NextSingle() - 0.5f) * 30)];
        var each = new float[n];
        for (int i = 0; i < n; i++)
            Elementwise.Unary<float, TOp>(x.AsSpan(i, 1), each.AsSpan(i, 1));
        Elementwise.Unary<float, TOp>(x, x);
        Assert.Equal(each.Select(BitConverter.SingleToInt32Bits), x.Select(BitConverter.SingleToInt32Bits));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Double_functions_are_accurate(int n)
    {
        var random = new Random(n);
        double[] x = [.. Enumerable.Range(0, n).Select(_ => (random.NextDouble() - 0.5) * 1400)], y = new double[n];
        Elementwise.Unary<double, Exp>(x, y);
        for (int i = 0; i < n; i++)
            Assert.Equal(Math.Exp(x[i]), y[i], Math.Exp(x[i]) * 1e-15);
        Elementwise.Unary<double, Sigmoid>(x, y);
        for (int i = 0; i < n; i++)
            Assert.Equal(1 / (1 + Math.Exp(-x[i])), y[i], y[i] * 1e-14);
        Elementwise.Unary<double, Tanh>(x, y);
        Assert.Equal(x.Select(Math.Tanh), y);
    }

    public static TheoryData<string, float, float> SpecialValues()
    {
        const float Inf = float.PositiveInfinity, Nan = float.NaN, Tiny = 1e-45f;
        return new()
        {
            { "exp", Nan, Nan }, { "exp", Inf, Inf }, { "exp", -Inf, 0 }, { "exp", 0, 1 }, { "exp", -0f, 1 }, { "exp", 88.8f, Inf },
            { "exp", -103f, Tiny }, { "exp", -104f, 0 }, { "exp", 3e38f, Inf }, { "exp", -3e38f, 0 }, { "exp", Tiny, 1 },
            { "log", Nan, Nan }, { "log", Inf, Inf }, { "log", -Inf, Nan }, { "log", -1, Nan }, { "log", 0, -Inf }, { "log", -0f, -Inf },
            { "log", 1, 0 }, { "log", Tiny, -103.27893f }, { "log", -Tiny, Nan },
            { "tanh", Nan, Nan }, { "tanh", Inf, 1 }, { "tanh", -Inf, -1 }, { "tanh", -0f, -0f }, { "tanh", Tiny, Tiny }, { "tanh", 1e30f, 1 },
            { "sigmoid", Nan, Nan }, { "sigmoid", Inf, 1 }, { "sigmoid", -Inf, 0 }, { "sigmoid", 0, 0.5f }, { "sigmoid", -103f, Tiny },
            { "relu", Nan, Nan }, { "relu", Inf, Inf }, { "relu", -Inf, 0 }, { "relu", -Tiny, 0 }, { "relu", Tiny, Tiny },
            { "relu6", Nan, Nan }, { "relu6", Inf, 6 }, { "relu6", -1, 0 }, { "relu6", 3, 3 },
            { "sqrt", -0f, -0f }, { "sqrt", -1, Nan }, { "rsqrt", 0, Inf }, { "rsqrt", -0f, -Inf }, { "rsqrt", Inf, 0 },
            { "reciprocal", 0, Inf }, { "reciprocal", -0f, -Inf }, { "reciprocal", Inf, 0 }, { "abs", -0f, 0 }, { "neg", 0, -0f },
        };
    }

    [Theory]
    [MemberData(nameof(SpecialValues))]
    public void Special_values_are_those_of_TensorFlow_in_every_lane(string name, float value, float want)
    {
        for (int n = 1; n <= 70; n++)
        {
            float[] x = [.. Enumerable.Repeat(value, n)], y = new float[n];
            Apply(name, x, y);
            foreach (float got in y)
            {
                bool same = float.IsNaN(want) ? float.IsNaN(got) : BitConverter.SingleToInt32Bits(got) == BitConverter.SingleToInt32Bits(want);
                Assert.True(same || (name == "exp" && want == 1 && got == 1), $"{name}({value:R}) = {got:R}, not {want:R}, of {n}");
            }
        }
    }

    [Fact]
    public void Maximum_and_minimum_give_NaN_from_either_side()
    {
        for (int n = 1; n < 70; n++)
        {
            float[] nan = [.. Enumerable.Repeat(float.NaN, n)], one = [.. Enumerable.Repeat(1f, n)], z = new float[n];
            Elementwise.Binary<float, Maximum>(nan, one, z);
            Assert.All(z, v => Assert.True(float.IsNaN(v)));
            Elementwise.Binary<float, Maximum>(one, nan, z);
            Assert.All(z, v => Assert.True(float.IsNaN(v)));
            Elementwise.Binary<float, Minimum>(nan, one, z);
            Assert.All(z, v => Assert.True(float.IsNaN(v)));
            Elementwise.Binary<float, Minimum>(one, nan, z);
            Assert.All(z, v => Assert.True(float.IsNaN(v)));
        }
    }

    [Theory]
    [InlineData(5, 1, 5)]
    [InlineData(5, -1, 0)]
    [InlineData(5, 0, 0)]
    [InlineData(5, float.NaN, 0)]
    [InlineData(float.NaN, -1, float.NaN)]
    [InlineData(float.PositiveInfinity, -1, float.NaN)]
    public void Relu_gradient_is_a_product(float gradient, float feature, float want)
    {
        for (int n = 1; n < 70; n++)
        {
            var z = new float[n];
            Elementwise.Binary<float, ReluGrad>([gradient], [.. Enumerable.Repeat(feature, n)], z);
            Assert.All(z, v => Assert.Equal(want, v));
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Comparisons_give_booleans_of_every_type(int n)
    {
        CheckLess<sbyte>(n);
        CheckLess<ushort>(n);
        CheckLess<int>(n);
        CheckLess<double>(n);
        CheckLess<Half>(n);
    }

    [Fact]
    public void Integers_are_divided_as_TensorFlow_does()
    {
        Assert.Equal(-3, IntegerDivision.Truncate(-7, 2));
        Assert.Equal(-4, IntegerDivision.Floor(-7, 2));
        Assert.Equal(-1, IntegerDivision.Remainder(-7, 2));
        Assert.Equal(1, IntegerDivision.Modulo(-7, 2));
        Assert.Equal(int.MinValue, IntegerDivision.Floor(int.MinValue, -1));
        Assert.Equal(0, IntegerDivision.Modulo(sbyte.MinValue, (sbyte)-1));
        Assert.Equal((byte)1, IntegerDivision.Floor((byte)255, (byte)255));
        Assert.Equal(1u, IntegerDivision.Truncate(uint.MaxValue, uint.MaxValue));
    }

    private static void Apply(string name, float[] x, float[] y)
    {
        switch (name)
        {
            case "exp": Elementwise.Unary<float, Exp>(x, y); break;
            case "log": Elementwise.Unary<float, Log>(x, y); break;
            case "tanh": Elementwise.Unary<float, Tanh>(x, y); break;
            case "sigmoid": Elementwise.Unary<float, Sigmoid>(x, y); break;
            case "relu": Elementwise.Unary<float, Relu>(x, y); break;
            case "relu6": Elementwise.Unary<float, Relu6>(x, y); break;
            case "sqrt": Elementwise.Unary<float, Sqrt>(x, y); break;
            case "rsqrt": Elementwise.Unary<float, Rsqrt>(x, y); break;
            case "reciprocal": Elementwise.Unary<float, Reciprocal>(x, y); break;
            case "abs": Elementwise.Unary<float, Abs>(x, y); break;
            case "neg": Elementwise.Unary<float, Negate>(x, y); break;
            default: throw new ArgumentException(name);
        }
    }

    private static void CheckLess<T>(int n)
        where T : unmanaged, INumber<T>
    {
        var random = new Random(n);
        T[] x = [.. Enumerable.Range(0, n).Select(_ => T.CreateTruncating(random.Next(0, 3)))];
        T[] y = [.. Enumerable.Range(0, n).Select(_ => T.CreateTruncating(random.Next(0, 3)))];
        var z = new bool[n + Guard];
        Elementwise.Compare<T, Less>(x, y, z.AsSpan(0, n));
        for (int i = 0; i < n; i++)
            Assert.Equal(x[i] < y[i], z[i]);
        Assert.All(z[n..], Assert.False);
    }

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

    private static void CheckFunction<TOp>(int n, double range, Func<double, double> oracle, double ulps = 2)
        where TOp : struct, IUnaryOperator
    {
        var random = new Random(n);
        bool positive = double.IsNaN(oracle(-1));
        float[] x = [.. Enumerable.Range(0, n).Select(_ => (float)((random.NextDouble() - (positive ? 0 : 0.5)) * range * 2))];
        var y = new float[n + Guard];
        Array.Fill(y, 77f);
        Elementwise.Unary<float, TOp>(x, y.AsSpan(0, n));
        for (int i = 0; i < n; i++)
        {
            double want = oracle(x[i]);
            float magnitude = MathF.Abs((float)want);
            double unit = (double)MathF.BitIncrement(magnitude) - magnitude;
            Assert.True(y[i] == (float)want || Math.Abs(y[i] - want) <= ulps * unit, $"{typeof(TOp).Name}({x[i]:R}) = {y[i]:R}, not {want:R}");
        }
        Assert.All(y[n..], v => Assert.Equal(77f, v));
    }
}
