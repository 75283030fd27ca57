using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Sound [frames, channels] as a WAV file of 16-bit PCM.</summary>
/// <remarks>Source: encode_wav_op.cc.</remarks>
internal sealed class EncodeWav : Op
{
    public override OpDefinition Definition { get; } = "EncodeWav(audio: float, sample_rate: int32) -> contents: string";

    public override void InferShapes(ShapeContext c)
    {
        c.WithRank(0, 2);
        c.WithRank(1, 0);
        c.Output(0, Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r) => new Encode();

    private sealed class Encode : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor audio, Tensor rate) = (s.Input(0), s.Input(1));
            s.Require(audio.Shape.Rank == 2, $"audio must be 2-dimensional{audio.Shape}");
            s.Require(rate.Shape.Rank == 0, $"Input sample_rate should be a scalar tensor, got {rate.Shape} instead.");
            byte[] file = WavFile.Encode(audio.Elements<float>(), rate.Elements<int>()[0], (int)Math.Min(int.MaxValue, audio.Shape[1]));
            s.Output(0).Strings[0] = file;
        }
    }
}
