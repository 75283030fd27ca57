using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The pieces of strings between delimiters: any byte of a set of them; of an empty set, between all bytes.</summary>
/// <remarks>Source: string_split_op.cc.</remarks>
internal sealed class StringSplit : Op
{
    public override OpDefinition Definition { get; } =
        "StringSplit(input: string, delimiter: string) -> indices: int64, values: string, shape: int64; skip_empty: bool = true";

    public override void InferShapes(ShapeContext c) => SplitStrings.InferShapes(c);

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => new Split(r.Bool("skip_empty"));

    private sealed class Split(bool skipsEmpty) : Kernel
    {
        public override void Run(StepContext s)
        {
            (Tensor input, Tensor delimiter) = (s.Input(0), s.Input(1));
            s.Require(input.Shape.Rank == 1, $"input must be a vector, got shape: {input.Shape}");
            s.Require(delimiter.Shape.Rank == 0, $"delimiter must be a scalar, got shape: {delimiter.Shape}");
            SplitStrings split = new();
            foreach (byte[] text in input.Strings)
            {
                split.BeginRow();
                if (delimiter.Strings[0].Length == 0) AddBytes(text, split);
                else if (text.Length > 0) AddPieces(text, delimiter.Strings[0], split);
            }

            split.Write(s);
        }

        private static void AddBytes(ReadOnlySpan<byte> text, SplitStrings split)
        {
            for (int i = 0; i < text.Length; i++) split.Add(text.Slice(i, 1));
        }

        private void AddPieces(ReadOnlySpan<byte> text, ReadOnlySpan<byte> delimiters, SplitStrings split)
        {
            while (true)
            {
                int end = text.IndexOfAny(delimiters);
                ReadOnlySpan<byte> piece = end < 0 ? text : text[..end];
                if (piece.Length > 0 || !skipsEmpty) split.Add(piece);
                if (end < 0) return;
                text = text[(end + 1)..];
            }
        }
    }
}
