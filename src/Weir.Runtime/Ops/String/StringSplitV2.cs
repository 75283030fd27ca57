using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The pieces of strings between separators, as Python's <c>str.split</c>: an empty separator stands for runs of blanks.</summary>
/// <remarks>Source: string_split_op.cc.</remarks>
internal sealed class StringSplitV2 : Op
{
    public override OpDefinition Definition { get; } =
        "StringSplitV2(input: string, sep: string) -> indices: int64, values: string, shape: int64; maxsplit: int = -1";

    public override void InferShapes(ShapeContext c) => SplitStrings.InferShapes(c);

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => new Split(r.Int("maxsplit"));

    private sealed class Split(long most) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor input, Tensor separator) = (s.Input(0), s.Input(1));
            s.Require(input.Shape.Rank == 1, $"input must be a vector, got shape: {input.Shape}");
            s.Require(separator.Shape.Rank == 0, $"sep must be a scalar, got shape: {separator.Shape}");
            SplitStrings split = new();
            foreach (byte[] text in input.Strings)
            {
                split.BeginRow();
                if (most == 0) split.Add(text);
                else if (separator.Strings[0].Length == 0) AddWords(text, split);
                else AddPieces(text, separator.Strings[0], split);
            }

            split.Write(s);
        }

        private void AddWords(ReadOnlySpan<byte> text, SplitStrings split)
        {
            text = text.TrimStart(AsciiBlanks.All);
            for (long count = 1; text.Length > 0; count++)
            {
                int end = text.IndexOfAny(AsciiBlanks.Values);
                split.Add(end < 0 ? text : text[..end]);
                text = end < 0 ? [] : text[end..].TrimStart(AsciiBlanks.All);
                if (count != most) continue;
                split.Add(text);
                return;
            }
        }

        private void AddPieces(ReadOnlySpan<byte> text, ReadOnlySpan<byte> separator, SplitStrings split)
        {
            for (long count = 1; text.IndexOf(separator) is >= 0 and int end; count++)
            {
                split.Add(text[..end]);
                text = text[(end + separator.Length)..];
                if (count == most) break;
            }

            split.Add(text);
        }
    }
}
