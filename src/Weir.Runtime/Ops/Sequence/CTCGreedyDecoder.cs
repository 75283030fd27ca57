using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The labels of the most likely class of each step, blanks left out; repeated ones are one if asked.</summary>
/// <remarks>The log probability is minus the sum of the largest logits. Source: ctc_decoder_ops.cc.</remarks>
internal sealed class CTCGreedyDecoder : Op
{
    public override OpDefinition Definition { get; } = "CTCGreedyDecoder(inputs: T, sequence_length: int32) -> decoded_indices: int64, decoded_values: int64, "
        + "decoded_shape: int64, log_probability: T; merge_repeated: bool = false; blank_index: int = -1; T: {float, double} = float";

    public override void InferShapes(ShapeContext c)
    {
        (_, long batch, _) = CtcInputs.Infer(c, 1);
        c.SparseOutput(0, -1, 2);
        c.Output(3, Shape.Of(batch, 1));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("T");
        return r.ForNumber(ElementTypes.WideFloats, new Maker(r.Bool("merge_repeated"), r.Int("blank_index")));
    }

    private readonly struct Maker(bool merge, long blank) : IKernelMaker
    {
        public Kernel Make<T>() where T : unmanaged => new Decode<T>(merge, blank);
    }

    private sealed class Decode<T>(bool merge, long blankIndex) : Kernel
        where T : unmanaged
    {
        public override void Run(StepContext s)
        {
            (_, int batch, int classes) = CtcInputs.Read(s, 1, StatusCode.FailedPrecondition);
            long blank = blankIndex < 0 ? blankIndex + classes : blankIndex;
            s.Require(blank >= 0 && blank < classes, $"blank_index expected to be between {-classes} and {classes - 1} but was {blankIndex}");
            ReadOnlySpan<T> logits = s.Input(0).Elements<T>();
            Span<T> logProbabilities = s.Output(3, batch, 1).Elements<T>();
            List<int>[] sequences = new List<int>[batch];
            for (int b = 0; b < batch; b++)
            {
                (double sum, int previous) = (0, -1);
                sequences[b] = [];
                for (int t = 0; t < s.Input(1).Elements<int>()[b]; t++)
                {
                    (int best, double most) = Largest(logits.Slice(((t * batch) + b) * classes, classes));
                    sum += most;
                    if (best != blank && !(merge && best == previous)) sequences[b].Add(best);
                    previous = best;
                }

                logProbabilities[b] = RealNumber.FromDouble<T>(-sum);
            }

            CtcInputs.WriteSparse(s, 0, 1, 2, sequences);
        }

        private static (int Index, double Value) Largest(ReadOnlySpan<T> values)
        {
            (int index, double most) = (0, RealNumber.ToDouble(values[0]));
            for (int i = 1; i < values.Length; i++)
            {
                double value = RealNumber.ToDouble(values[i]);
                if (value > most) (index, most) = (i, value);
            }

            return (index, most);
        }
    }
}
