using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The code points of strings as a ragged vector, with or without the offsets of their bytes.</summary>
/// <remarks>Source: unicode_ops.cc.</remarks>
internal sealed class UnicodeDecode(string definition, bool withOffsets) : Op
{
    public static readonly Op[] All =
    [
        new UnicodeDecode("UnicodeDecode(input: string) -> row_splits: Tsplits, char_values: int32; input_encoding: string; "
            + "errors: {\"strict\", \"replace\", \"ignore\"} = \"replace\"; replacement_char: int = 65533; replace_control_characters: bool = false; "
            + "Tsplits: {int32, int64} = int64", withOffsets: false),
        new UnicodeDecode("UnicodeDecodeWithOffsets(input: string) -> row_splits: Tsplits, char_values: int32, char_to_byte_starts: int64; "
            + "input_encoding: string; "
            + "errors: {\"strict\", \"replace\", \"ignore\"} = \"replace\"; replacement_char: int = 65533; replace_control_characters: bool = false; "
            + "Tsplits: {int32, int64} = int64", withOffsets: true),
    ];

    public override OpDefinition Definition { get; } = definition;

    public override void InferShapes(ShapeContext c)
    {
        long count = c.Input(0).ElementCount;
        c.Output(0, Shape.Of(count < 0 ? -1 : count + 1));
        for (int i = 1; i < c.OutputCount; i++) c.Output(i, Shape.OfRank(1));
    }

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        r.Ignore("Tsplits");
        return new Decode(UnicodeText.Named(r.String("input_encoding")), UnicodeErrors.Of(r, hasControls: true), withOffsets);
    }

    private sealed class Decode(UnicodeText encoding, UnicodeErrors errors, bool withOffsets) : Kernel
    {
        public override void Run(StepContext s)
        {
            byte[][] texts = s.Input(0).Strings;
            long[] splits = new long[texts.Length + 1];
            List<int> values = [];
            List<long> offsets = [];
            List<DecodedChar> characters = [];
            for (int i = 0; i < texts.Length; i++)
            {
                characters.Clear();
                encoding.Decode(texts[i], characters);
                long offset = 0;
                foreach (DecodedChar character in characters)
                {
                    int rune = errors.Resolve(character.Rune);
                    if (rune >= 0)
                    {
                        values.Add(rune);
                        offsets.Add(offset);
                    }

                    offset += character.Length;
                }

                splits[i + 1] = values.Count;
            }

            s.Output(0, splits.Length).SetIntegers(splits);
            values.CopyTo(s.Output(1, values.Count).Elements<int>());
            if (withOffsets) offsets.CopyTo(s.Output(2, offsets.Count).Elements<long>());
        }
    }
}
