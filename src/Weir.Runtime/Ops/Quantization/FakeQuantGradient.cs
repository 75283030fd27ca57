using Weir.Definitions;

namespace Weir.Ops;

/// <summary>The gradients of fake quantizations: through, inside of the range, else to the bound. Three rows of the table.</summary>
/// <remarks>Source: fake_quant_ops.cc.</remarks>
internal sealed class FakeQuantGradient(OpDefinition definition, FakeQuantRangeOf source) : Op
{
    private const string Bits = "num_bits: int = 8; narrow_range: bool = false";
    private const string Arguments = "(gradients: float, inputs: float, min: float, max: float) -> backprops_wrt_input: float, backprop_wrt_min: float, backprop_wrt_max: float";

    public static readonly Op[] All =
    [
        new FakeQuantGradient($"FakeQuantWithMinMaxArgsGradient(gradients: float, inputs: float) -> backprops: float; min: float = -6; max: float = 6; {Bits}", FakeQuantRangeOf.Attributes),
        new FakeQuantGradient($"FakeQuantWithMinMaxVarsGradient{Arguments}; {Bits}", FakeQuantRangeOf.Scalars),
        new FakeQuantGradient($"FakeQuantWithMinMaxVarsPerChannelGradient{Arguments}; {Bits}", FakeQuantRangeOf.Channels),
    ];

    public override OpDefinition Definition => definition;

    public override void InferShapes(ShapeContext c)
    {
        Shape x = c.Merge(FakeQuantShapes.Infer(c, source, 1), c.Input(0));
        c.Output(0, x);
        if (source == FakeQuantRangeOf.Attributes) return;
        c.Require(!x.HasRank || x.Rank >= 1 || source == FakeQuantRangeOf.Scalars, "Shape must be at least rank 1 but is rank 0");
        Shape range = source == FakeQuantRangeOf.Scalars ? Shape.Scalar : x.HasRank ? Shape.Of(x[-1]) : c.Input(2);
        c.Output(1, range);
        c.Output(2, range);
    }

    public override Kernel CreateKernel(KernelRequest r)
    {
        (long bits, bool narrow) = (FakeQuantRange.Bits(r), r.Bool("narrow_range"));
        return source == FakeQuantRangeOf.Attributes ? new OneRange(FakeQuantShapes.Attributes(r, bits, narrow), bits, narrow)
            : source == FakeQuantRangeOf.Scalars ? new OneRange(null, bits, narrow) : new PerChannel(bits, narrow);
    }

    /// <summary>Builds the gradient op of a fake quantization.</summary>
    public static void Flow(GradientContext g)
    {
        Operation gradient = g.Graph.AddOperation(g.Operation.Type + "Gradient", [g.Outgoing(0), .. g.Operation.InputEdges], g.Attributes("min", "max", "num_bits", "narrow_range"));
        for (int i = 0; i < gradient.OutputCount; i++) g.Flow(i, gradient[i]);
    }

    private static void CheckShapes(StepContext s) =>
        s.Require(s.Input(0).Shape.Equals(s.Input(1).Shape), $"gradient and input must be the same size: {s.Input(0).Shape} vs. {s.Input(1).Shape}");

    private sealed class OneRange(FakeQuantRange? known, long bits, bool narrow) : Kernel
    {
        public override void Run(StepContext s)
        {
            CheckShapes(s);
            FakeQuantRange range = known ?? FakeQuantShapes.Scalars(s, 2, bits, narrow);
            (float toMinimum, float toMaximum) = (0, 0);
            range.Flow(s.Input(0).Elements<float>(), s.Input(1).Elements<float>(), s.OutputLike(0, s.Input(0)).Elements<float>(), ref toMinimum, ref toMaximum);
            if (known is not null) return;
            s.Output(1).Elements<float>()[0] = toMinimum;
            s.Output(2).Elements<float>()[0] = toMaximum;
        }
    }

    private sealed class PerChannel(long bits, bool narrow) : Kernel
    {
        public override void Run(StepContext s)
        {
            CheckShapes(s);
            int channels = FakeQuantShapes.CheckChannels(s, 1, 2);
            ReadOnlySpan<float> gradients = s.Input(0).Elements<float>(), x = s.Input(1).Elements<float>();
            ReadOnlySpan<float> minima = s.Input(2).Elements<float>(), maxima = s.Input(3).Elements<float>();
            Span<float> toX = s.OutputLike(0, s.Input(0)).Elements<float>();
            Span<float> toMinima = s.Output(1, channels).Elements<float>(), toMaxima = s.Output(2, channels).Elements<float>();
            for (int channel = 0; channel < channels; channel++)
            {
                FakeQuantRange range = new(minima[channel], maxima[channel], bits, narrow);
                (toMinima[channel], toMaxima[channel]) = (0, 0);
                for (int i = channel; i < x.Length; i += channels)
                {
                    range.Flow(gradients.Slice(i, 1), x.Slice(i, 1), toX.Slice(i, 1), ref toMinima[channel], ref toMaxima[channel]);
                }
            }
        }
    }
}
