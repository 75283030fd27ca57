using Weir.Definitions;

namespace Weir.Ops;

/// <summary>How long strings are, in bytes or in characters of UTF-8.</summary>
/// <remarks>Source: string_length_op.cc.</remarks>
internal sealed class StringLength : Op
{
    public override OpDefinition Definition { get; } = "StringLength(input: string) -> output: int32; unit: {\"BYTE\", \"UTF8_CHAR\"} = \"BYTE\"";

    public override void InferShapes(ShapeContext c) => c.Output(0, c.Input(0));

    public override void Gradient(GradientContext g)
    {
    }

    public override Kernel CreateKernel(KernelRequest r) => new Measure(r.String("unit") == "UTF8_CHAR");

    private sealed class Measure(bool inCharacters) : Kernel
    {
        public override void Run(StepContext s)
        {
            byte[][] texts = s.Input(0).Strings;
            Span<int> lengths = s.OutputLike(0, s.Input(0)).Elements<int>();
            for (int i = 0; i < texts.Length; i++) lengths[i] = inCharacters ? Utf8Text.Length(texts[i]) : texts[i].Length;
        }
    }
}
