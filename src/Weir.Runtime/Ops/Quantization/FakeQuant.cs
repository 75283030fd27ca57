using Weir.Definitions;

namespace Weir.Ops;

/// <summary>Rounds floats to the steps of a quantization without leaving floats; the range is attributes, scalars, or one for each channel. Three rows.</summary>
/// <remarks>Source: fake_quant_ops.cc.</remarks>
internal sealed class FakeQuant(OpDefinition definition, FakeQuantRangeOf source) : Op
{
    private const string Bits = "num_bits: int = 8; narrow_range: bool = false";

    public static readonly Op[] All =
    [
        new FakeQuant($"FakeQuantWithMinMaxArgs(inputs: float) -> outputs: float; min: float = -6; max: float = 6; {Bits}", FakeQuantRangeOf.Attributes),
        new FakeQuant($"FakeQuantWithMinMaxVars(inputs: float, min: float, max: float) -> outputs: float; {Bits}", FakeQuantRangeOf.Scalars),
        new FakeQuant($"FakeQuantWithMinMaxVarsPerChannel(inputs: float, min: float, max: float) -> outputs: float; {Bits}", FakeQuantRangeOf.Channels),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c) => c.Output(0, FakeQuantShapes.Infer(c, source, 0));

    public override void Gradient(GradientContext g) => FakeQuantGradient.Flow(g);

    public override Kernel CreateKernel(KernelRequest r)
    {
        (long bits, bool narrow) = (FakeQuantRange.Bits(r), r.Bool("narrow_range"));
        return source == FakeQuantRangeOf.Attributes ? new OneRange(FakeQuantShapes.Attributes(r, bits, narrow), bits, narrow)
            : source == FakeQuantRangeOf.Scalars ? new OneRange(null, bits, narrow) : new PerChannel(bits, narrow);
    }

    private sealed class OneRange(FakeQuantRange? known, long bits, bool narrow) : Kernel
    {
        public override void Run(StepContext s)
        {
            ReadOnlySpan<float> x = s.Input(0).Elements<float>();
            Span<float> y = s.OutputLike(0, s.Input(0)).Elements<float>();
            if (known is { } range) range.QuantizeByFactor(x, y);
            else FakeQuantShapes.Scalars(s, 1, bits, narrow).Quantize(x, y);
        }
    }

    private sealed class PerChannel(long bits, bool narrow) : Kernel
    {
        public override void Run(StepContext s)
        {
            int channels = FakeQuantShapes.CheckChannels(s, 0, 1);
            ReadOnlySpan<float> x = s.Input(0).Elements<float>(), minima = s.Input(1).Elements<float>(), maxima = s.Input(2).Elements<float>();
            Span<float> y = s.OutputLike(0, s.Input(0)).Elements<float>();
            for (int channel = 0; channel < channels; channel++)
            {
                FakeQuantRange range = new(minima[channel], maxima[channel], bits, narrow);
                for (int i = channel; i < x.Length; i += channels) y[i] = range.IsEmpty ? 0 : range.Quantize(x[i]);
            }
        }
    }
}
