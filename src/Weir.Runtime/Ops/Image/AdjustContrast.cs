using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>Moves each pixel of an image away from the mean of its channel, or towards it. Two rows of the table; the older one bounds the result.</summary>
/// <remarks>Source: adjust_contrast_op.cc. There is no gradient in TensorFlow.</remarks>
internal sealed class AdjustContrast(OpDefinition definition, ElementTypes types, bool bounds) : Op
{
    public static readonly Op[] All =
    [
        new AdjustContrast("AdjustContrast(images: T, contrast_factor: float, min_value: float, max_value: float) -> output: float; "
            + "T: {uint8, int8, int16, int32, int64, float, double} | deprecated 2 \"Use AdjustContrastv2 instead\"",
            new ElementTypes(DType.UInt8, DType.Int8, DType.Int16, DType.Int32) | ElementTypes.WideFloats, bounds: true),
        new AdjustContrast("AdjustContrastv2(images: T, contrast_factor: float) -> output: T; T: {half, float} = float", new ElementTypes(DType.Float32), bounds: false),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape images = c.WithRankAtLeast(0, 3);
        for (int i = 1; i < c.InputCount; i++) c.WithRank(i, 0);
        c.Output(0, images);
    }

    public override Kernel CreateKernel(KernelRequest r) => types.Contains(r.Type("T"))
        ? new Impl(Conversion.Find(r.Type("T"), DType.Float32, truncate: false), bounds)
        : throw r.NoKernel("T");

    private sealed unsafe class Impl(Conversion? conversion, bool bounds) : Kernel
    {
        public override void Run(StepContext s)
        {
            Tensor x = s.Input(0);
            s.Require(x.Shape.Rank >= 3, $"input must be at least 3-D, got shape{x.Shape}");
            float factor = Scalar(s, 1, "contrast_factor"), least = float.NegativeInfinity, most = float.PositiveInfinity;
            if (bounds) (least, most) = (Scalar(s, 2, "min_value"), Scalar(s, 3, "max_value"));
            Tensor y = s.OutputLike(0, x);
            if (x.ElementCount == 0) return;
            int channels = checked((int)x.Shape[x.Shape.Rank - 1]);
            long pixels = x.Shape[x.Shape.Rank - 3] * x.Shape[x.Shape.Rank - 2];
            Job job = new(FloatPixels.Of(x, conversion), (float*)y.Data, pixels, channels, factor, least, most);
            WorkPool.Run(job, x.ElementCount / (pixels * channels), pixels * channels * 1_000);
        }

        private static float Scalar(StepContext s, int input, string name)
        {
            Tensor scalar = s.Input(input);
            s.Require(scalar.Shape.Rank == 0, $"{name} must be scalar: {scalar.Shape}");
            return scalar.Elements<float>()[0];
        }
    }

    /// <summary>Images, one after another.</summary>
    private readonly unsafe struct Job(float* x, float* y, long pixels, int channels, float factor, float least, float most) : IParallelJob
    {
        public void Run(long begin, long end)
        {
            double* sums = Scratch.Get<double>(ScratchUse.WideC, channels);
            for (long image = begin; image < end; image++)
            {
                float* from = x + (image * pixels * channels), to = y + (image * pixels * channels);
                new Span<double>(sums, channels).Clear();
                for (long pixel = 0; pixel < pixels; pixel++)
                {
                    for (int channel = 0; channel < channels; channel++) sums[channel] += from[(pixel * channels) + channel];
                }

                for (int channel = 0; channel < channels; channel++) sums[channel] /= pixels;
                for (long pixel = 0; pixel < pixels; pixel++, from += channels, to += channels)
                {
                    for (int channel = 0; channel < channels; channel++)
                    {
                        float mean = (float)sums[channel], value = ((from[channel] - mean) * factor) + mean;
                        to[channel] = value < least ? least : value > most ? most : value;
                    }
                }
            }
        }
    }
}
