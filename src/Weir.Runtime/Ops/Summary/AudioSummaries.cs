using System.Text;
using Google.Protobuf;
using Weir.Definitions;
using Weir.Protos;

namespace Weir.Ops;

/// <summary>A summary with sounds of a batch [batch, frames, channels] or [batch, frames], as WAV files.</summary>
/// <remarks>Source: summary_audio_op.cc.</remarks>
internal sealed class AudioSummaries(OpDefinition definition) : Op
{
    public static readonly Op[] All =
    [
        new AudioSummaries("AudioSummary(tag: string, tensor: float) -> summary: string; sample_rate: float; max_outputs: int >= 1 = 3 | deprecated 15 \"Use "
            + "AudioSummaryV2.\""),
        new AudioSummaries("AudioSummaryV2(tag: string, tensor: float, sample_rate: float) -> summary: string; max_outputs: int >= 1 = 3"),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => c.Output(0, Shape.Scalar);

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) =>
        new Write(r.Int("max_outputs"), r.InputTypes.Count > 2 ? null : r.Float("sample_rate"));

    private sealed class Write(long most, float? fixedRate) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor tag, Tensor sounds) = (s.Input(0), s.Input(1));
            s.Require(tag.Shape.Rank == 0, "Tag must be a scalar");
            s.Require(sounds.Shape.Rank is 2 or 3, $"Tensor must be 3-D or 2-D, got: {sounds.Shape}");
            s.Require(fixedRate is not null || s.Input(2).Shape.Rank == 0, "sample_rate must be a scalar");
            float rate = fixedRate ?? s.Input(2).Elements<float>()[0];
            s.Require(rate > 0 && rate <= int.MaxValue, $"sample_rate must be > 0, not {rate}");
            (long batch, long frames) = (sounds.Shape[0], sounds.Shape[1]);
            int channels = sounds.Shape.Rank == 3 ? (int)sounds.Shape[2] : 1;
            string name = Encoding.UTF8.GetString(tag.Strings[0]);
            int length = (int)(frames * channels);
            Summary summary = new();
            for (int i = 0; i < Math.Min(batch, most); i++)
            {
                byte[] wav = WavFile.Encode(sounds.Elements<float>().Slice(i * length, length), (int)rate, channels);
                summary.Value.Add(new Summary.Types.Value
                {
                    Tag = most > 1 ? $"{name}/audio/{i}" : $"{name}/audio",
                    Audio = new Summary.Types.Audio
                    {
                        SampleRate = rate,
                        NumChannels = channels,
                        LengthFrames = frames,
                        EncodedAudioString = ByteString.CopyFrom(wav),
                        ContentType = "audio/wav",
                    },
                });
            }

            s.Output(0).Strings[0] = summary.ToByteArray();
        }
    }
}
