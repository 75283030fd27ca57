using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Normalizes each channel by its mean and variance, given ones or in training those of the batch. Three rows of the table.</summary>
/// <remarks>
/// In training y uses the biased variance, batch_variance is the unbiased one, and both averages move by exponential_avg_factor from the
/// given ones; reserve_space_1 and 2 are the mean and the biased variance. Without images the averages are NaN.
/// Source: fused_batch_norm_op.cc; gradient: nn_grad.py.
/// </remarks>
internal sealed class FusedBatchNorm(OpDefinition definition, int version) : Op
{
    /// <summary>What planners call a batch normalization that is fused into another op.</summary>
    public const string FusedName = "FusedBatchNorm";

    private const string Attributes = "epsilon: float = 0.0001; exponential_avg_factor: float = 1; ";
    private const string Format2D = "data_format: {\"NHWC\", \"NCHW\"} = \"NHWC\"; is_training: bool = true";

    public static readonly Op[] All =
    [
        new FusedBatchNorm("FusedBatchNorm(x: T, scale: T, offset: T, mean: T, variance: T) -> y: T, batch_mean: T, batch_variance: T, reserve_space_1: T, "
            + "reserve_space_2: T; T: {float}; " + Attributes + Format2D, 1),
        new FusedBatchNorm("FusedBatchNormV2(x: T, scale: U, offset: U, mean: U, variance: U) -> y: T, batch_mean: U, batch_variance: U, reserve_space_1: U, "
            + "reserve_space_2: U; T: {half, bfloat16, float}; U: {float}; " + Attributes + Format2D, 2),
        new FusedBatchNorm("FusedBatchNormV3(x: T, scale: U, offset: U, mean: U, variance: U) -> y: T, batch_mean: U, batch_variance: U, reserve_space_1: U, "
            + "reserve_space_2: U, reserve_space_3: U; T: {half, bfloat16, float}; U: {bfloat16, float}; " + Attributes
            + "data_format: {\"NHWC\", \"NCHW\", \"NDHWC\", \"NCDHW\"} = \"NHWC\"; is_training: bool = true", 3),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        string format = c.Attributes.GetString("data_format");
        Shape x = c.WithRank(0, format.Length);
        int channel = format[1] == 'C' ? 1 : format.Length - 1;
        long channels = x[channel];
        bool training = c.Attributes.Get<bool>("is_training");
        bool givenCount = !training || c.Attributes.Get<float>("exponential_avg_factor") != 1;
        for (int i = 1; i < 5; i++)
        {
            Shape vector = c.WithRank(i, 1);
            if (i <= 2 || givenCount) channels = c.MergeSizes(channels, vector[0]);
        }

        long[] sizes = x.Dimensions.ToArray();
        sizes[channel] = channels;
        c.AllOutputs(Shape.Of(channels));
        c.Output(0, Shape.Of(sizes));
        if (version == 3) c.Output(5, Shape.Unknown);
    }

    public override void Gradient(GradientContext g)
    {
        bool training = g.Operation.Attributes.Get<bool>("is_training");
        (Output mean, Output variance) = training ? (g.Output(3), g.Output(4)) : (g.Input(3), g.Input(4));
        Operation gradient = FusedBatchNormGrad.Build(g, version, g.Outgoing(0), g.Input(0), g.Input(1), mean, variance);
        for (int i = 0; i < 3; i++) g.Flow(i, gradient[i]);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        if (version > 1 && r.Type("U") != DType.Float32) throw r.NoKernel("T", "U");
        Maker maker = new(new BatchNormLayout(r.String("data_format")), r.Float("epsilon"), r.Float("exponential_avg_factor"), r.Bool("is_training"), version == 3);
        return r.ForNumber(new ElementTypes(DType.Float32, DType.Float16, DType.BFloat16), maker);
    }

    private readonly struct Maker(BatchNormLayout layout, float epsilon, float factor, bool training, bool hasThirdReserve) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Impl<T>(layout, epsilon, factor, training, hasThirdReserve);
    }

    private sealed class Impl<T>(BatchNormLayout layout, float epsilon, float factor, bool training, bool hasThirdReserve) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            layout.Split(s, x.Shape, out long outer, out long channels, out long inner);
            Check(s, "scale", 1, channels);
            Check(s, "offset", 2, channels);
            for (int i = 3; i < 5; i++)
            {
                string name = i == 3 ? "mean" : "variance";
                s.Require(s.Input(i).Shape.Rank == 1, $"estimated_{name} must be 1-dimensional{s.Input(i).Shape}");
                if (!training || factor != 1) Check(s, name, i, channels, training ? "When exponential_avg_factor != 1, " : "When is_training=false, ");
            }

            Tensor y = s.OutputLike(0, x);
            Span<float> mean = Vector(s, 1, channels), variance = Vector(s, 2, channels), savedMean = Vector(s, 3, channels), savedVariance = Vector(s, 4, channels);
            if (hasThirdReserve) s.Output(5).Elements<float>().Clear();
            if (x.ElementCount == 0)
            {
                mean.Fill(float.NaN);
                variance.Fill(float.NaN);
                savedMean.Clear();
                savedVariance.Clear();
                return;
            }

            if (training) Train(s, x, outer, inner, mean, variance, savedMean, savedVariance);
            else
            {
                s.Input(3).Elements<float>().CopyTo(mean);
                s.Input(4).Elements<float>().CopyTo(variance);
                mean.CopyTo(savedMean);
                variance.CopyTo(savedVariance);
            }

            BatchNorm.Apply<T>(x.Elements<T>(), outer, inner, savedMean, savedVariance, s.Input(1).Elements<float>(), s.Input(2).Elements<float>(), epsilon, y.Elements<T>());
        }

        private void Train(StepContext s, Tensor x, long outer, long inner, Span<float> mean, Span<float> variance, Span<float> savedMean, Span<float> savedVariance)
        {
            BatchNorm.Moments<T>(x.Elements<T>(), outer, inner, savedMean, savedVariance);
            long pixels = outer * inner;
            float unbiased = (float)pixels / Math.Max(1, pixels - 1);
            ReadOnlySpan<float> oldMean = s.Input(3).Elements<float>(), oldVariance = s.Input(4).Elements<float>();
            for (int i = 0; i < mean.Length; i++)
            {
                (mean[i], variance[i]) = (savedMean[i], savedVariance[i] * unbiased);
                if (factor == 1) continue;
                mean[i] = ((1 - factor) * oldMean[i]) + (factor * mean[i]);
                variance[i] = ((1 - factor) * oldVariance[i]) + (factor * variance[i]);
            }
        }

        private static Span<float> Vector(StepContext s, int output, long channels) => s.Output(output, channels).Elements<float>();

        private static void Check(StepContext s, string name, int input, long channels, string when = "")
        {
            Tensor vector = s.Input(input);
            s.Require(vector.Shape.Rank == 1, $"{when}{name} must be 1-dimensional{vector.Shape}");
            s.Require(vector.ElementCount == channels, $"{when}{name} must have the same number of elements as the channels of x, got {vector.ElementCount} and {channels}");
        }
    }
}
