using System.Buffers;
using System.Numerics;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The magnitudes of frequencies in sound [samples, channels], window by window: [channels, windows, frequencies].</summary>
/// <remarks>Windows are weighed by Hann's function and padded to a power of two. Source: spectrogram_op.cc, spectrogram.cc.</remarks>
internal sealed class AudioSpectrogram : Op
{
    public override OpDefinition Definition { get; } = "AudioSpectrogram(input: float) -> spectrogram: float; window_size: int; stride: int; magnitude_squared: bool "
        + "= false";

    public override void InferShapes(ShapeContext c)
    {
        Shape input = c.WithRank(0, 2);
        (long window, long stride) = (c.Attributes.Get<long>("window_size"), c.Attributes.Get<long>("stride"));
        if (Refusal(window, stride) is { } refusal) throw c.Error(refusal);
        c.Output(0, Shape.Of(input[1], input[0] < 0 ? -1 : Windows(input[0], window, stride), Frequencies(window)));
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        (long window, long stride, bool squared) = (r.Int("window_size"), r.Int("stride"), r.Bool("magnitude_squared"));
        if (Refusal(window, stride) is { } refusal) throw new TfException(StatusCode.InvalidArgument, refusal);
        return new Spectra((int)window, stride, squared);
    }

    private static string? Refusal(long window, long stride) =>
        window <= 1 ? $"window size must be > 1, got {window}"
        : window > 1 << 24 ? $"window size must be at most {1 << 24}, got {window}"
        : stride <= 0 ? $"stride must be strictly positive, got {stride}" : null;

    private static long Windows(long samples, long window, long stride) => samples < window ? 0 : 1 + ((samples - window) / stride);

    private static long Frequencies(long window) => 1 + ((long)BitOperations.RoundUpToPowerOf2((ulong)window) / 2);

    private sealed class Spectra : Kernel
    {
        private readonly long stride;
        private readonly bool squared;
        private readonly double[] weights;
        private readonly RealSpectrum spectrum;

        public Spectra(int window, long stride, bool squared)
        {
            (this.stride, this.squared) = (stride, squared);
            weights = new double[window];
            for (int i = 0; i < window; i++) weights[i] = 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / window));
            spectrum = new RealSpectrum((int)BitOperations.RoundUpToPowerOf2((uint)window));
        }

        public override void Run(StepContext s)
        {
            Tensor input = s.Input(0);
            s.Require(input.Shape.Rank == 2, $"input must be 2-dimensional{input.Shape}");
            (long samples, long channels) = (input.Shape[0], input.Shape[1]);
            int frequencies = (int)Frequencies(weights.Length), padded = 2 * (frequencies - 1);
            long windows = Windows(samples, weights.Length, stride);
            Span<float> output = s.Output(0, channels, windows, frequencies).Elements<float>();
            ReadOnlySpan<float> audio = input.Elements<float>();
            (double[] real, double[] imaginary) = (ArrayPool<double>.Shared.Rent(padded), ArrayPool<double>.Shared.Rent(padded));
            int at = 0;
            for (int channel = 0; channel < channels; channel++)
            {
                for (long window = 0; window < windows; window++)
                {
                    for (int i = 0; i < weights.Length; i++) real[i] = audio[(int)((((window * stride) + i) * channels) + channel)] * weights[i];
                    real.AsSpan(weights.Length, padded - weights.Length).Clear();
                    spectrum.Transform(real, imaginary);
                    for (int i = 0; i < frequencies; i++)
                    {
                        float power = (float)((real[i] * real[i]) + (imaginary[i] * imaginary[i]));
                        output[at++] = squared ? power : MathF.Sqrt(power);
                    }
                }
            }

            ArrayPool<double>.Shared.Return(real);
            ArrayPool<double>.Shared.Return(imaginary);
        }
    }
}
