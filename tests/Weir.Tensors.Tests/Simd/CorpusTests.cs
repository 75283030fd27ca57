using System.Numerics;
using System.Text.Json;

using Weir.Protos;
using Weir.Simd;
using Weir.Tests;

namespace Weir.Tensors.Tests.Simd;

/// <summary>The drivers against what TensorFlow computed, without ops or graphs in between.</summary>
public class CorpusTests
{
    [Theory]
    [InlineData("MathUnary", 400)]
    [InlineData("MathBinary", 900)]
    [InlineData("Nn", 100)]
    public void Operators_compute_what_TensorFlow_computed(string family, int atLeast)
    {
        var failures = new List<string>();
        int run = 0;
        foreach (JsonElement row in Corpus.Rows($"ops/{family}.jsonl.gz"))
        {
            string name = $"{row.GetProperty("op").GetString()} {row.GetProperty("case").GetString()}";
            if (!row.TryGetProperty("outputs", out JsonElement outputs) || name.Contains("flushed to zero", StringComparison.Ordinal))
                continue;
            Tensor[] inputs = [.. row.GetProperty("inputs").EnumerateArray().Select(Decode)];
            using Tensor want = Decode(outputs[0]);
            if (Compute(row.GetProperty("op").GetString()!, inputs, want) is not { } got)
                continue;
            run++;
            double relative = row.GetProperty("rtol").GetDouble(), absolute = row.GetProperty("atol").GetDouble();
            Complex[] expected = Numbers(want);
            for (int i = 0; i < expected.Length; i++)
            {
                double modulus = Complex.Abs(expected[i]);
                if (!Close(got[i].Real, expected[i].Real, absolute + (relative * modulus)) || !Close(got[i].Imaginary, expected[i].Imaginary, absolute + (relative * modulus)))
                    failures.Add($"{name} [{i}]: {got[i]} instead of {expected[i]}");
            }
        }
        Assert.True(failures.Count == 0, $"{failures.Count} of {run} cases:\n" + string.Join('\n', failures.Take(60)));
        Assert.True(run >= atLeast, $"only {run} cases were run");
    }

    private static Tensor Decode(JsonElement base64) => TensorProtoCodec.Decode(TensorProto.Parser.ParseFrom(base64.GetBytesFromBase64()));

    private static bool Close(double got, double want, double tolerance)
    {
        if (double.IsNaN(want) || double.IsInfinity(want))
            return got.Equals(want);
        if (tolerance == 0 && want == 0 && got == 0)
            return double.IsNegative(got) == double.IsNegative(want); // moving data keeps the sign of 0
        bool tiny = Math.Abs(want) < 1.2e-38 && Math.Abs(got) < 1.2e-38; // TensorFlow flushes subnormals
        return tiny || Math.Abs(got - want) <= tolerance;
    }

    private static Complex[]? Compute(string op, Tensor[] inputs, Tensor want) => inputs[0].DType switch
    {
        DType.Float32 => Run<float>(op, inputs, want) ?? Floating<float>(op, inputs, want),
        DType.Float64 => Run<double>(op, inputs, want) ?? Floating<double>(op, inputs, want),
        DType.Float16 => Run<Half>(op, inputs, want) ?? Floating<Half>(op, inputs, want),
        DType.BFloat16 => Run<BFloat16>(op, inputs, want) ?? Floating<BFloat16>(op, inputs, want),
        DType.Complex64 => Run<Complex64>(op, inputs, want) ?? Floating<Complex64>(op, inputs, want),
        DType.Complex128 => Run<Complex>(op, inputs, want) ?? Floating<Complex>(op, inputs, want),
        DType.Int8 => Run<sbyte>(op, inputs, want),
        DType.UInt8 => Run<byte>(op, inputs, want),
        DType.Int16 => Run<short>(op, inputs, want),
        DType.UInt16 => Run<ushort>(op, inputs, want),
        DType.Int32 => Run<int>(op, inputs, want),
        DType.UInt32 => Run<uint>(op, inputs, want),
        DType.Int64 => Run<long>(op, inputs, want),
        DType.UInt64 => Run<ulong>(op, inputs, want),
        DType.Bool => Run<bool>(op, inputs, want),
        _ => null,
    };

    private static Complex[]? Run<T>(string op, Tensor[] inputs, Tensor want)
        where T : unmanaged => op switch
        {
            "Neg" => Unary<T, Negate>(inputs, want),
            "Abs" => Unary<T, Abs>(inputs, want),
            "Square" => Unary<T, Square>(inputs, want),
            "Relu" => Unary<T, Relu>(inputs, want),
            "Relu6" => Unary<T, Relu6>(inputs, want),
            "LogicalNot" => Unary<T, Not>(inputs, want),
            "Invert" => Unary<T, Invert>(inputs, want),
            "Add" or "AddV2" => Binary<T, Add>(inputs, want),
            "Sub" => Binary<T, Subtract>(inputs, want),
            "Mul" => Binary<T, Multiply>(inputs, want),
            "Maximum" => Binary<T, Maximum>(inputs, want),
            "Minimum" => Binary<T, Minimum>(inputs, want),
            "ReluGrad" => Binary<T, ReluGrad>(inputs, want),
            "Relu6Grad" => Binary<T, Relu6Grad>(inputs, want),
            "LogicalAnd" or "BitwiseAnd" => Binary<T, And>(inputs, want),
            "LogicalOr" or "BitwiseOr" => Binary<T, Or>(inputs, want),
            "BitwiseXor" => Binary<T, Xor>(inputs, want),
            "Equal" => Compare<T, Equal>(inputs, want),
            "NotEqual" => Compare<T, NotEqual>(inputs, want),
            "Less" => Compare<T, Less>(inputs, want),
            "LessEqual" => Compare<T, LessOrEqual>(inputs, want),
            "Greater" => Compare<T, Greater>(inputs, want),
            "GreaterEqual" => Compare<T, GreaterOrEqual>(inputs, want),
            _ => null,
        };

    private static Complex[]? Floating<T>(string op, Tensor[] inputs, Tensor want)
        where T : unmanaged => op switch
        {
            "Sqrt" => Unary<T, Sqrt>(inputs, want),
            "Rsqrt" => Unary<T, Rsqrt>(inputs, want),
            "Inv" or "Reciprocal" => Unary<T, Reciprocal>(inputs, want),
            "Exp" => Unary<T, Exp>(inputs, want),
            "Log" => Unary<T, Log>(inputs, want),
            "Tanh" => Unary<T, Tanh>(inputs, want),
            "Sigmoid" => Unary<T, Sigmoid>(inputs, want),
            "RealDiv" or "Div" => Binary<T, Divide>(inputs, want),
            "DivNoNan" => Binary<T, DivideNoNan>(inputs, want),
            "MulNoNan" => Binary<T, MultiplyNoNan>(inputs, want),
            "SquaredDifference" => Binary<T, SquaredDifference>(inputs, want),
            "TanhGrad" => Binary<T, TanhGrad>(inputs, want),
            "SigmoidGrad" => Binary<T, SigmoidGrad>(inputs, want),
            "SqrtGrad" => Binary<T, SqrtGrad>(inputs, want),
            "RsqrtGrad" => Binary<T, RsqrtGrad>(inputs, want),
            "InvGrad" or "ReciprocalGrad" => Binary<T, ReciprocalGrad>(inputs, want),
            "Softmax" => SoftmaxOf<T>(inputs, logarithm: false),
            "LogSoftmax" => SoftmaxOf<T>(inputs, logarithm: true),
            _ => null,
        };

    private static Complex[]? SoftmaxOf<T>(Tensor[] inputs, bool logarithm)
        where T : unmanaged
    {
        var y = new T[inputs[0].ElementCount];
        Softmax.Run(inputs[0].AsSpan<T>(), y, (int)inputs[0].Shape.Dimensions[^1], logarithm);
        return Wide(y);
    }

    private static Complex[]? Unary<T, TOp>(Tensor[] inputs, Tensor want)
        where T : unmanaged
        where TOp : struct, IUnaryOperator
    {
        if (want.DType != inputs[0].DType)
            return null;
        var y = new T[want.ElementCount];
        Elementwise.Unary<T, TOp>(inputs[0].AsSpan<T>(), y);
        return Wide(y);
    }

    private static Complex[]? Binary<T, TOp>(Tensor[] inputs, Tensor want)
        where T : unmanaged
        where TOp : struct, IBinaryOperator
    {
        var z = new T[want.ElementCount];
        Assert.True(BroadcastPlan.TryCreate(inputs[0].Shape.Dimensions, inputs[1].Shape.Dimensions, out BroadcastPlan plan));
        Elementwise.Binary<T, TOp>(plan, inputs[0].AsSpan<T>(), inputs[1].AsSpan<T>(), z);
        return Wide(z);
    }

    private static Complex[]? Compare<T, TOp>(Tensor[] inputs, Tensor want)
        where T : unmanaged
        where TOp : struct, IComparison
    {
        if (!BroadcastPlan.TryCreate(inputs[0].Shape.Dimensions, inputs[1].Shape.Dimensions, out BroadcastPlan plan))
            return null; // incompatible_shape_error=false
        var z = new bool[want.ElementCount];
        Elementwise.Compare<T, TOp>(plan, inputs[0].AsSpan<T>(), inputs[1].AsSpan<T>(), z);
        return Wide(z);
    }

    private static Complex[] Numbers(Tensor tensor) => tensor.DType switch
    {
        DType.Float32 => Wide(tensor.ToArray<float>()),
        DType.Float64 => Wide(tensor.ToArray<double>()),
        DType.Float16 => Wide(tensor.ToArray<Half>()),
        DType.BFloat16 => Wide(tensor.ToArray<BFloat16>()),
        DType.Complex64 => Wide(tensor.ToArray<Complex64>()),
        DType.Complex128 => Wide(tensor.ToArray<Complex>()),
        DType.Int8 => Wide(tensor.ToArray<sbyte>()),
        DType.UInt8 => Wide(tensor.ToArray<byte>()),
        DType.Int16 => Wide(tensor.ToArray<short>()),
        DType.UInt16 => Wide(tensor.ToArray<ushort>()),
        DType.Int32 => Wide(tensor.ToArray<int>()),
        DType.UInt32 => Wide(tensor.ToArray<uint>()),
        DType.Int64 => Wide(tensor.ToArray<long>()),
        DType.UInt64 => Wide(tensor.ToArray<ulong>()),
        DType.Bool => Wide(tensor.ToArray<bool>()),
        _ => throw new NotSupportedException(),
    };

    private static Complex[] Wide<T>(T[] values) => [.. values.Select(v => v switch
    {
        Complex64 c => c,
        Complex c => c,
        BFloat16 b => (float)b,
        Half h => (float)h,
        bool b => b ? 1 : 0,
        _ => (Complex)Convert.ToDouble(v, System.Globalization.CultureInfo.InvariantCulture),
    })];
}
