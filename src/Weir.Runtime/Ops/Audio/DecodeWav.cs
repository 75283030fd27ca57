using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The sound of a WAV file of 16-bit PCM, from -1 to 1. Asked for more channels the last is repeated, for more samples they are 0.</summary>
/// <remarks>Source: decode_wav_op.cc.</remarks>
internal sealed class DecodeWav : Op
{
    public override OpDefinition Definition { get; } = "DecodeWav(contents: string) -> audio: float, sample_rate: int32; desired_channels: int = -1; desired_samples: "
        + "int = -1";

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(0, 0);
        c.Output(0, Shape.Of(Math.Max(-1, c.Attributes.Get<long>("desired_samples")), Math.Max(-1, c.Attributes.Get<long>("desired_channels"))));
        c.Output(1, Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r) => new Decode(r.Int("desired_samples"), r.Int("desired_channels"));

    private sealed class Decode(long samples, long channels) : Kernel
    {
        public override void Run(StepContext s)
        {
            s.Require(s.Input(0).Shape.Rank == 0, $"contents must be scalar, got shape {s.Input(0).Shape}");
            WavFile.Content file = WavFile.Decode(s.Input(0).Strings[0]);
            (long frames, long width) = (samples < 0 ? file.Frames : samples, channels < 0 ? file.Channels : channels);
            Span<float> audio = s.Output(0, frames, width).Elements<float>();
            s.Output(1).Elements<int>()[0] = file.Rate;
            for (int frame = 0, at = 0; frame < frames; frame++)
            {
                for (int channel = 0; channel < width; channel++, at++) audio[at] = frame < file.Frames ? file.Sample(frame, Math.Min(channel, file.Channels - 1)) : 0;
            }
        }
    }
}
