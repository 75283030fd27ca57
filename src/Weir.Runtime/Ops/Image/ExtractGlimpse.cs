using Weir.Definitions;
using Weir.Simd;

namespace Weir.Ops;

/// <summary>A window of each image around a place; what lies outside of the image is noise or zeros. Two rows of the table.</summary>
/// <remarks>The second version leaves a place as the window's corner unless places are normalized and centered. Source: eigen_attention.h.</remarks>
internal sealed class ExtractGlimpse(OpDefinition definition, bool movesAlways) : Op
{
    private const string Attributes = "centered: bool = true; normalized: bool = true; uniform_noise: bool = true; noise: string = \"uniform\"";

    public static readonly Op[] All =
    [
        new ExtractGlimpse("ExtractGlimpse(input: float, size: int32, offsets: float) -> glimpse: float; " + Attributes, movesAlways: true),
        new ExtractGlimpse("ExtractGlimpseV2(input: float, size: int32, offsets: float) -> glimpse: float; " + Attributes, movesAlways: false),
    ];

    private enum Noise
    {
        Zero,
        Uniform,
        Gaussian,
    }

    public override OpDefinition Definition => definition;

    /// <remarks>Noise is new in every run.</remarks>
    public override OpEffect Effect => OpEffect.Observes;

    public override void InferShapes(ShapeContext c)
    {
        Shape offsets = c.WithRank(2, 2);
        string noise = c.Attributes.GetString("noise");
        c.Require(!c.Attributes.Get<bool>("uniform_noise") || noise is "" or "uniform", "The uniform_noise and noise should not be specified at the same time");
        c.MergeSizes(offsets[1], 2);
        ImageSizes.Infer(c, batch: c.MergeSizes(c.WithRank(0, 4)[0], offsets[0]));
    }

    public override void Gradient(GradientContext g)
    {
        if (!movesAlways) base.Gradient(g);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        bool uniform = r.Bool("uniform_noise");
        Noise noise = r.String("noise") switch
        {
            "" => uniform ? Noise.Uniform : Noise.Gaussian,
            "uniform" => Noise.Uniform,
            "gaussian" => Noise.Gaussian,
            "zero" => Noise.Zero,
            string other => throw new TfException(StatusCode.InvalidArgument, $"The noise could only be uniform, gaussian, or zero, got{other}"),
        };
        return new Impl(movesAlways, r.Bool("normalized"), r.Bool("centered"), noise);
    }

    private sealed class Impl(bool movesAlways, bool normalized, bool centered, Noise noise) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor input, Tensor size, Tensor offsets) = (s.Input(0), s.Input(1), s.Input(2));
            s.Require(input.Shape.Rank == 4, $"input must be 4-dimensional (batch_size, height, width, depth){input.Shape}");
            s.Require(size.Shape.Rank == 1 && size.ElementCount == 2, $"input must be a vector of size 2 (height, width){size.Shape}");
            s.Require(offsets.Shape.Rank == 2, $"input must be a matrix{offsets.Shape}");
            s.Require(offsets.Shape[0] == input.Shape[0], $"first dimension should be batch{offsets.Shape}");
            s.Require(offsets.Shape[1] == 2, $"second dimension should be of size 2 (y,x){offsets.Shape}");
            (int height, int width) = (size.Elements<int>()[0], size.Elements<int>()[1]);
            s.Require(height >= 0 && width >= 0, $"Expected non-negative sizes, got {height} and {width}");
            Tensor output = s.Output(0, input.Shape[0], height, width, input.Shape[3]);
            if (output.ElementCount == 0) return;
            (int rows, int columns, int channels) = (checked((int)input.Shape[1]), checked((int)input.Shape[2]), checked((int)input.Shape[3]));
            for (int image = 0; image < input.Shape[0]; image++)
            {
                Part down = Along(offsets.Elements<float>()[2 * image], height, rows), across = Along(offsets.Elements<float>()[(2 * image) + 1], width, columns);
                ReadOnlySpan<float> from = input.Elements<float>().Slice(image * rows * columns * channels, rows * columns * channels);
                Span<float> to = output.Elements<float>().Slice(image * height * width * channels, height * width * channels);
                if (down.IsPartial || across.IsPartial) Fill(from, to, channels);
                for (int row = 0; row < down.Length; row++)
                {
                    int source = (((down.Source + row) * columns) + across.Source) * channels, target = (((down.Target + row) * width) + across.Target) * channels;
                    from.Slice(source, across.Length * channels).CopyTo(to[target..]);
                }
            }
        }

        /// <summary>The part of a window that is inside of the image, along an axis.</summary>
        private Part Along(float offset, int window, int size)
        {
            float at = normalized ? offset * size : offset;
            if (movesAlways)
            {
                if (centered) at = (at / 2) + (size / 2f);
                at -= window / 2f;
            }
            else if (centered) at = normalized ? (at / 2) + (size / 2f) - (window / 2f) : at + (size / 2f);

            long begin = WholePart.Of(at);
            if (begin >= 0 && begin + window < size) return new Part((int)begin, 0, window, IsPartial: false);
            long seen = Math.Max(0, begin < 0 ? window + begin : Math.Min(window, size - begin));
            return new Part((int)Math.Clamp(begin, 0, size), begin < 0 ? window - (int)seen : 0, (int)Math.Min(seen, size), IsPartial: true);
        }

        private void Fill(ReadOnlySpan<float> image, Span<float> glimpse, int channels)
        {
            if (noise == Noise.Zero || image.IsEmpty)
            {
                glimpse.Clear();
                return;
            }

            PhiloxGenerator generator = RandomState.Begin(0, 0);
            if (noise == Noise.Uniform)
            {
                (float least, float most, _, _) = Moments(image, 0, 1);
                foreach (ref float pixel in glimpse) pixel = least + (UniformFloat.Of(generator.Next()) * (most - least));
                return;
            }

            for (int channel = 0; channel < channels; channel++)
            {
                (float least, float most, float mean, float deviation) = Moments(image, channel, channels);
                for (int i = channel; i < glimpse.Length; i += channels)
                {
                    float value = mean + (BoxMuller.Floats(generator.Next(), generator.Next()).First * deviation);
                    glimpse[i] = Math.Max(Math.Min(value, most), least);
                }
            }
        }

        private static (float Least, float Most, float Mean, float Deviation) Moments(ReadOnlySpan<float> image, int first, int step)
        {
            (float least, float most, double sum, double squares, long count) = (float.PositiveInfinity, float.NegativeInfinity, 0, 0, 0);
            for (int i = first; i < image.Length; i += step, count++)
            {
                (least, most) = (Math.Min(least, image[i]), Math.Max(most, image[i]));
                sum += image[i];
                squares += (double)image[i] * image[i];
            }

            double mean = sum / count;
            return (least, most, (float)mean, (float)Math.Sqrt(Math.Max(0, (squares / count) - (mean * mean))));
        }
    }

    private readonly record struct Part(int Source, int Target, int Length, bool IsPartial);
}
