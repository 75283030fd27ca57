using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Adds a quantized vector along the last dimension, as 32-bit integers.</summary>
/// <remarks>Source: quantized_bias_add_op.cc, quantization_utils.h.</remarks>
internal sealed class QuantizedBiasAdd : Op
{
    private const int Headroom = 1 << 17;

    public override OpDefinition Definition { get; } = "QuantizedBiasAdd(input: T1, bias: T2, min_input: float, max_input: float, min_bias: float, max_bias: float) -> "
        + $"output: out_type, min_out: float, max_out: float; T1: {QuantizedTypes.All}; T2: {QuantizedTypes.All}; out_type: {QuantizedTypes.All}";

    public override void InferShapes(ShapeContext c)
    {
        Shape value = c.WithRankAtLeast(0, 2), bias = c.WithRank(1, 1);
        for (int i = 2; i < 6; i++) c.WithRank(i, 0);
        c.Output(0, value.HasRank ? Shape.Of([.. value.Dimensions[..^1], c.MergeSizes(value[-1], bias[0])]) : value);
        c.Output(1, Shape.Scalar);
        c.Output(2, Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r) => (r.Type("T1"), r.Type("T2"), r.Type("out_type")) switch
    {
        (DType.QUInt8, DType.QUInt8, DType.QInt32) => new Sum<byte>(),
        (DType.QInt8, DType.QInt8, DType.QInt32) => new Sum<sbyte>(),
        _ => throw r.NoKernel("T1", "T2", "out_type"),
    };

    private sealed class Sum<T> : Kernel
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        public override void Run(StepContext s)
        {
            (Tensor value, Tensor bias) = (s.Input(0), s.Input(1));
            (float low, float high) = (QuantizedTypes.Scalar(s, 2, "min_input"), QuantizedTypes.Scalar(s, 3, "max_input"));
            (float lowBias, float highBias) = (QuantizedTypes.Scalar(s, 4, "min_bias"), QuantizedTypes.Scalar(s, 5, "max_bias"));
            s.Require(value.Shape.Rank >= 2, $"Input tensor must be at least 2D: {value.Shape}");
            s.Require(bias.Shape.Rank == 1, $"Biases must be 1D: {bias.Shape}");
            s.Require(bias.Shape[0] == value.Shape[-1], $"Must provide as many biases as the last dimension of the input tensor: {bias.Shape} vs. {value.Shape}");
            float most = Math.Max(Math.Max(-low, high), Math.Max(-lowBias, highBias)) * Headroom;
            LinearRange<T> from = new(low, high), fromBias = new(lowBias, highBias);
            LinearRange<int> to = new(-most, most);
            ReadOnlySpan<T> x = value.Elements<T>(), biases = bias.Elements<T>();
            Span<int> y = s.OutputLike(0, value).Elements<int>();
            for (int i = 0, channel = 0; i < x.Length; i++)
            {
                y[i] = to.ToQuantized(from.ToFloat(x[i])) + to.ToQuantized(fromBias.ToFloat(biases[channel]));
                if (++channel == biases.Length) channel = 0;
            }

            s.SetRange(-most, most);
        }
    }
}
