using Weir.Definitions;

namespace Weir.Ops;

/// <summary>(x - mean) / sqrt(variance + variance_epsilon) of quantized bytes, over each channel of each image.</summary>
/// <remarks>The result's range is given, or just what the result takes. Source: quantized_instance_norm.cc.</remarks>
internal sealed class QuantizedInstanceNorm : Op
{
    public override OpDefinition Definition { get; } = $"QuantizedInstanceNorm(x: T, x_min: float, x_max: float) -> y: T, y_min: float, y_max: float; T: {QuantizedTypes.All}; "
        + "output_range_given: bool = false; given_y_min: float = 0; given_y_max: float = 0; variance_epsilon: float = 1e-05; min_separation: float = 0.001";

    public override void InferShapes(ShapeContext c)
    {
        c.Output(0, c.WithRank(0, 4));
        c.Output(1, c.WithRank(1, 0));
        c.Output(2, c.WithRank(2, 0));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        if (r.Type("T") != DType.QUInt8) throw r.NoKernel("T");
        (float low, float high, bool isGiven) = (r.Float("given_y_min"), r.Float("given_y_max"), r.Bool("output_range_given"));
        if (isGiven && !(low < high)) throw new TfException(StatusCode.InvalidArgument, $"given_y_min must be less than given_y_max : {low} >= {high}");
        return new Impl(r.Float("variance_epsilon"), r.Float("min_separation"), isGiven ? (low, high) : null);
    }

    private sealed class Impl(float epsilon, float separation, (float Low, float High)? given) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            (float low, float high) = (QuantizedTypes.Scalar(s, 1, "x_min"), QuantizedTypes.Scalar(s, 2, "x_max"));
            s.Require(low < high, $"x_min must be less than x_max : {low} >= {high}");
            s.Require(x.Shape.Rank == 4, $"x must be 4-dimensional: {x.Shape}");
            Tensor y = s.OutputLike(0, x);
            int channels = (int)x.Shape[3];
            s.RequireRoom(x.ElementCount * sizeof(float));
            using Tensor wide = Tensor.Allocate(DType.Float32, x.Shape);
            Span<float> normed = wide.Elements<float>();
            int image = x.Shape[0] == 0 ? 0 : normed.Length / (int)x.Shape[0];
            for (int at = 0; at < normed.Length; at += image)
            {
                for (int channel = 0; channel < channels; channel++) Normalize(x.Elements<byte>().Slice(at, image)[channel..], channels, (high - low) / byte.MaxValue, normed.Slice(at, image)[channel..]);
            }

            (float least, float most) = given ?? Taken(normed);
            LinearRange<byte> range = new(least, most);
            Span<byte> bytes = y.Elements<byte>();
            for (int i = 0; i < bytes.Length; i++) bytes[i] = range.ToQuantized(normed[i]);
            s.SetRange(least, most);
        }

        /// <summary>Normalizes one channel: each <paramref name="step"/>-th byte.</summary>
        private void Normalize(ReadOnlySpan<byte> x, int step, float unit, Span<float> y)
        {
            (long sum, long squares, long count) = (0, 0, 0);
            for (int i = 0; i < x.Length; i += step, count++)
            {
                sum += x[i];
                squares += x[i] * x[i];
            }

            double mean = (double)sum / count, variance = ((double)squares / count) - (mean * mean);
            double factor = unit / Math.Sqrt((variance * unit * unit) + epsilon);
            for (int i = 0; i < x.Length; i += step) y[i] = (float)((x[i] - mean) * factor);
        }

        private (float Low, float High) Taken(ReadOnlySpan<float> x)
        {
            if (x.IsEmpty) return (0, separation);
            (float low, float high) = (float.MaxValue, float.MinValue);
            foreach (float value in x) (low, high) = (Math.Min(low, value), Math.Max(high, value));
            return high - low < separation ? (low, low + separation) : (low, high);
        }
    }
}
