using Weir.Definitions;

namespace Weir.Ops;

/// <summary><see cref="GlobalBatchNorm"/> of quantized bytes, in 32-bit integers with 10 binary places.</summary>
/// <remarks>Products of large numbers overflow as they do in TensorFlow. Source: quantized_batch_norm_op.cc.</remarks>
internal sealed class QuantizedGlobalBatchNorm : Op
{
    private const int Most = 1 << 20;

    public override OpDefinition Definition { get; } = "QuantizedBatchNormWithGlobalNormalization(t: Tinput, t_min: float, t_max: float, m: Tinput, m_min: float, m_max: float, "
        + "v: Tinput, v_min: float, v_max: float, beta: Tinput, beta_min: float, beta_max: float, gamma: Tinput, gamma_min: float, gamma_max: float) -> result: out_type, "
        + $"result_min: float, result_max: float; Tinput: {QuantizedTypes.All}; out_type: {QuantizedTypes.All}; variance_epsilon: float; scale_after_normalization: bool";

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.WithRank(0, 4);
        long channels = x[3];
        for (int i = 3; i < 15; i += 3) channels = c.MergeSizes(channels, c.WithRank(i, 1)[0]);
        for (int i = 1; i < 15; i++)
        {
            if (i % 3 != 0) c.WithRank(i, 0);
        }

        c.Output(0, Shape.Of(x[0], x[1], x[2], channels));
        c.Output(1, Shape.Scalar);
        c.Output(2, Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r) =>
        r.Type("Tinput") == DType.QUInt8 & r.Type("out_type") == DType.QInt32
            ? new Impl(r.Float("variance_epsilon"), r.Bool("scale_after_normalization"))
            : throw r.NoKernel("Tinput", "out_type");

    private sealed class Impl(float epsilon, bool scales) : Kernel
    {
        private static readonly string[] Names = ["input", "mean", "var", "beta", "gamma"];

        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            s.Require(x.Shape.Rank == 4, $"input must be 4-dimensional{x.Shape}");
            for (int i = 1; i < 5; i++)
            {
                Shape vector = s.Input(3 * i).Shape;
                s.Require(vector.Rank == 1, $"{Names[i]} must be 1-dimensional{vector}");
                s.Require(vector[0] == x.Shape[3], $"{Names[i]} must have the same number of elements as there are channels, {x.Shape[3]}: {vector}");
            }

            PreciseRange<byte> inputs = Range(s, 0), means = Range(s, 1), variances = Range(s, 2), betas = Range(s, 3), gammas = Range(s, 4);
            PreciseRange<int> to = new(-Most, Most);
            ReadOnlySpan<byte> mean = s.Input(3).Elements<byte>(), variance = s.Input(6).Elements<byte>(), beta = s.Input(9).Elements<byte>(), gamma = s.Input(12).Elements<byte>();
            int one = to.ToQuantized(1), channels = mean.Length;
            Span<int> numbers = stackalloc int[256];
            for (int i = 0; i < numbers.Length; i++) numbers[i] = to.ToQuantized(inputs.ToFloat((byte)i));
            ReadOnlySpan<byte> bytes = x.Elements<byte>();
            Span<int> y = s.OutputLike(0, x).Elements<int>();
            for (int channel = 0; channel < channels; channel++)
            {
                float scale = 1 / MathF.Sqrt(variances.ToFloat(variance[channel]) + epsilon);
                if (scales) scale *= gammas.ToFloat(gamma[channel]);
                int factor = to.ToQuantized(scale), offset = to.ToQuantized((-means.ToFloat(mean[channel]) * scale) + betas.ToFloat(beta[channel]));
                for (int i = channel; i < y.Length; i += channels) y[i] = (numbers[bytes[i]] * factor / one) + offset;
            }

            s.SetRange(-Most, Most);
        }

        private static PreciseRange<byte> Range(StepContext s, int which) =>
            new(QuantizedTypes.Scalar(s, (3 * which) + 1, Names[which] + "_min"), QuantizedTypes.Scalar(s, (3 * which) + 2, Names[which] + "_max"));
    }
}
