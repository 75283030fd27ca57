namespace Weir.Ops;

/// <summary>The range of a fake quantization, moved so that 0 is one of its steps.</summary>
/// <remarks>Source: fake_quant_ops_functor.h.</remarks>
internal readonly struct FakeQuantRange
{
    private readonly float scale;
    private readonly float zero;

    public FakeQuantRange(float minimum, float maximum, long bits, bool narrow)
    {
        int lowest = narrow ? 1 : 0, highest = (1 << (int)bits) - 1;
        IsEmpty = minimum == 0 && maximum == 0;
        scale = (maximum - minimum) / (highest - lowest);
        float fromMinimum = lowest - (minimum / scale);
        float point = fromMinimum < lowest ? lowest : fromMinimum > highest ? highest : QuantizedTypes.Round(fromMinimum);
        Minimum = (lowest - point) * scale;
        Maximum = (highest - point) * scale;
        zero = MathF.Floor((-Minimum / scale) + 0.5f);
    }

    /// <summary>Whether it is the range of 0 alone.</summary>
    public bool IsEmpty { get; }

    public float Minimum { get; }

    public float Maximum { get; }

    /// <exception cref="TfException">INVALID_ARGUMENT: not 2 to 16 bits.</exception>
    public static long Bits(KernelRequest r)
    {
        long bits = r.Int("num_bits");
        return bits is >= 2 and <= 16 ? bits : throw new TfException(StatusCode.InvalidArgument, "num_bits must be between 2 and 16, inclusive");
    }

    public float Quantize(float x) => MathF.Floor(((Math.Max(Math.Min(x, Maximum), Minimum) - Minimum) / scale) - zero + 0.5f) * scale;

    /// <summary>The same for a range of attributes, where TensorFlow's halves fall to the other side.</summary>
    public void QuantizeByFactor(ReadOnlySpan<float> x, Span<float> y)
    {
        float factor = 1 / scale;
        for (int i = 0; i < x.Length; i++) y[i] = MathF.Floor((Math.Max(Math.Min(x[i], Maximum), Minimum) * factor) + 0.5f) * scale;
    }

    public void Quantize(ReadOnlySpan<float> x, Span<float> y)
    {
        if (IsEmpty) y.Clear();
        else for (int i = 0; i < x.Length; i++) y[i] = Quantize(x[i]);
    }

    /// <summary>The gradient of <see cref="Quantize(float)"/>: what flows in goes on inside of the range, else to the bound.</summary>
    public void Flow(ReadOnlySpan<float> gradients, ReadOnlySpan<float> x, Span<float> toX, ref float toMinimum, ref float toMaximum)
    {
        for (int i = 0; i < x.Length; i++)
        {
            bool below = !IsEmpty && x[i] < Minimum, above = !IsEmpty && x[i] > Maximum;
            toX[i] = below || above || float.IsNaN(x[i]) ? 0 : gradients[i];
            if (below) toMinimum += gradients[i];
            if (above) toMaximum += gradients[i];
        }
    }
}
