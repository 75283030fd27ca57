using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The mel-frequency cepstral coefficients of spectrograms of squared magnitudes, [channels, windows, frequencies].</summary>
/// <remarks>Source: mfcc_op.cc, mfcc.cc, mfcc_dct.cc.</remarks>
internal sealed class Mfcc : Op
{
    private const double Floor = 1e-12;

    public override OpDefinition Definition { get; } = "Mfcc(spectrogram: float, sample_rate: int32) -> output: float; upper_frequency_limit: float = 4e+03; "
        + "lower_frequency_limit: float = 2e+01; filterbank_channel_count: int = 40; dct_coefficient_count: int = 13";

    public override void InferShapes(ShapeContext c)
    {
        Shape spectrogram = c.WithRank(0, 3);
        c.WithRank(1, 0);
        c.Output(0, Shape.Of(spectrogram[0], spectrogram[1], c.Attributes.Get<long>("dct_coefficient_count")));
    }

    public override Kernel CreateKernel(KernelRequest r) => new Coefficients(
        r.Float("lower_frequency_limit"), r.Float("upper_frequency_limit"), (int)Math.Min(int.MaxValue, r.Int("filterbank_channel_count")), (int)Math.Min(int.MaxValue, r.Int("dct_coefficient_count")));

    private sealed class Coefficients(double lower, double upper, int channels, int count) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor spectrogram, Tensor rateInput) = (s.Input(0), s.Input(1));
            s.Require(spectrogram.Shape.Rank == 3, $"spectrogram must be 3-dimensional{spectrogram.Shape}");
            s.Require(rateInput.ElementCount == 1, $"Input sample_rate should be a scalar tensor, got {rateInput.Shape} instead.");
            int rate = rateInput.Elements<int>()[0], frequencies = (int)Math.Min(int.MaxValue, spectrogram.Shape[2]);
            bool isUsable = channels >= 1 && rate > 0 && frequencies >= 2 && lower >= 0 && upper > lower && count >= 1 && count <= channels;
            s.Require(isUsable, $"Mfcc initialization failed for channel count {frequencies}, sample rate {rate} and filterbank_channel_count {channels}");
            Tensor output = s.Output(0, spectrogram.Shape[0], spectrogram.Shape[1], count);
            output.Clear();
            Span<float> coefficients = output.Elements<float>();
            ReadOnlySpan<float> spectra = spectrogram.Elements<float>();
            MelFilterbank filters = new(frequencies, rate, channels, lower, upper);
            double[] sums = new double[channels];
            for (int i = 0; i < coefficients.Length / count; i++)
            {
                if (!filters.TryCompute(spectra.Slice(i * frequencies, frequencies), sums)) return;
                for (int k = 0; k < channels; k++) sums[k] = Math.Log(Math.Max(sums[k], Floor));
                for (int k = 0; k < count; k++) coefficients[(i * count) + k] = (float)Cosine(sums, k);
            }
        }

        /// <summary>One coefficient of the discrete cosine transform.</summary>
        private static double Cosine(double[] values, int k)
        {
            double sum = 0, step = k * Math.PI / values.Length;
            for (int i = 0; i < values.Length; i++) sum += Math.Cos(step * (i + 0.5)) * values[i];
            return sum * Math.Sqrt(2.0 / values.Length);
        }
    }
}
