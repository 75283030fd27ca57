using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The most likely sequences of labels, found with a beam; the last class is the blank.</summary>
/// <remarks>Source: ctc_decoder_ops.cc, ctc_beam_search.h.</remarks>
internal sealed class CTCBeamSearchDecoder : Op
{
    public override OpDefinition Definition { get; } = "CTCBeamSearchDecoder(inputs: T, sequence_length: int32) -> decoded_indices: top_paths * int64, "
        + "decoded_values: top_paths * int64, decoded_shape: top_paths * int64, log_probability: T; beam_width: int >= 1; top_paths: int >= 1; "
        + "merge_repeated: bool = true; T: {float, double} = float";

    public override void InferShapes(ShapeContext c)
    {
        (_, long batch, _) = CtcInputs.Infer(c, 1);
        int paths = (int)c.Attributes.Get<long>("top_paths");
        for (int i = 0; i < paths; i++)
        {
            c.Output(i, Shape.Of(-1, 2));
            c.Output(paths + i, Shape.OfRank(1));
            c.Output((2 * paths) + i, Shape.Of(2));
        }

        c.Output(3 * paths, Shape.Of(batch, paths));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => r.ForNumber(ElementTypes.WideFloats, new Maker((int)Math.Min(r.Int("beam_width"), int.MaxValue), (int)Math.Min(r.Int("top_paths"), int.MaxValue), r.Bool("merge_repeated")));

    private readonly struct Maker(int width, int paths, bool merge) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Decode<T>(width, paths, merge);
    }

    private sealed class Decode<T>(int width, int paths, bool merge) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (_, int batch, int classes) = CtcInputs.Read(s, 1, StatusCode.FailedPrecondition);
            s.Require(paths <= width, "requested more paths than the beam width.");
            ReadOnlySpan<T> logits = s.Input(0).Elements<T>();
            Span<T> logProbabilities = s.Output(3 * paths, batch, paths).Elements<T>();
            List<IReadOnlyList<int>>[] best = [.. Enumerable.Range(0, paths).Select(_ => new List<IReadOnlyList<int>>())];
            double[] step = new double[classes];
            for (int b = 0; b < batch; b++)
            {
                CtcBeam beam = new(width, classes - 1);
                for (int t = 0; t < s.Input(1).Elements<int>()[b]; t++)
                {
                    s.ThrowIfCancelled();
                    for (int k = 0; k < classes; k++) step[k] = RealNumber.ToDouble(logits[(((t * batch) + b) * classes) + k]);
                    beam.Step(step);
                }

                if (beam.Count < paths) throw new TfException(StatusCode.InvalidArgument, "Less leaves in the beam search than requested.");
                for (int path = 0; path < paths; path++)
                {
                    best[path].Add(beam.Labels(path, merge));
                    logProbabilities[(b * paths) + path] = RealNumber.FromDouble<T>(beam.LogProbability(path));
                }
            }

            for (int path = 0; path < paths; path++) CtcInputs.WriteSparse(s, path, paths + path, (2 * paths) + path, best[path]);
        }
    }
}
