using System.Text;
using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Where each word of a new vocabulary stood in an old one, -1 for one that is new: two text files, a word a line.</summary>
/// <remarks>Source: generate_vocab_remapping_op.cc.</remarks>
internal sealed class GenerateVocabRemapping : Op
{
    public override OpDefinition Definition { get; } = "GenerateVocabRemapping(new_vocab_file: string, old_vocab_file: string) -> "
        + "remapping: int64, num_present: int32; "
        + "new_vocab_offset: int >= 0; num_new_vocab: int >= 0; old_vocab_size: int >= -1 = -1";

    public override OpEffect Effect => OpEffect.Observes;

    public override void InferShapes(ShapeContext c)
    {
        for (int i = 0; i < 2; i++) c.WithRank(i, 0);
        c.Output(0, Shape.Of(c.Attributes.Get<long>("num_new_vocab")));
        c.Output(1, Shape.Scalar);
    }

    public override Kernel CreateKernel(KernelRequest r) => new Remap(r.Int("new_vocab_offset"), r.Int("num_new_vocab"), r.Int("old_vocab_size"));

    private sealed class Remap(long offset, long count, long oldSize) : Kernel
    {
        public override void Run(StepContext s)
        {
            for (int i = 0; i < 2; i++) s.Require(s.Input(i).Shape.Rank == 0, $"Input {i} must be a scalar, got shape {s.Input(i).Shape}");
            using IModelFile newFile = s.Files.OpenRead(Encoding.UTF8.GetString(s.Input(0).Strings[0]));
            using IModelFile oldFile = s.Files.OpenRead(Encoding.UTF8.GetString(s.Input(1).Strings[0]));
            Dictionary<byte[], long> old = ReadOld(oldFile);
            Span<long> remapping = s.Output(0, count).Elements<long>();
            FileLines lines = new(newFile);
            for (long line = 0; line < offset; line++) s.Require(lines.TryRead(out _), $"{newFile.Path} has fewer than {offset} lines");
            int present = 0;
            for (int i = 0; i < count; i++)
            {
                s.Require(lines.TryRead(out ReadOnlySpan<byte> word), $"{newFile.Path} has fewer than {offset + count} lines");
                remapping[i] = old.TryGetValue(word.ToArray(), out long at) ? at : -1;
                if (remapping[i] >= 0) present++;
            }

            s.Output(1).Elements<int>()[0] = present;
        }

        private Dictionary<byte[], long> ReadOld(IModelFile file)
        {
            Dictionary<byte[], long> words = new(ByteStringComparer.Instance);
            FileLines lines = new(file);
            for (long line = 0; (oldSize < 0 || line < oldSize) && lines.TryRead(out ReadOnlySpan<byte> word); line++)
            {
                if (!words.TryAdd(word.ToArray(), line))
                {
                    throw new TfException(StatusCode.FailedPrecondition, $"{file.Path} has the word {Encoding.UTF8.GetString(word)} twice.");
                }
            }

            return words;
        }
    }
}
