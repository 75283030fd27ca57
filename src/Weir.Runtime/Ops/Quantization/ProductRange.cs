namespace Weir.Ops;

/// <summary>The product of quantized bytes: what byte stands for 0 in each operand, and the range of the product's 32-bit integers.</summary>
/// <remarks>Source: quantization_utils.h.</remarks>
internal readonly struct ProductRange
{
    private readonly float level;

    public ProductRange(StepContext s, int first, string x, string y)
    {
        (float minimumX, float maximumX) = (QuantizedTypes.Scalar(s, first, "min_" + x), QuantizedTypes.Scalar(s, first + 1, "max_" + x));
        (float minimumY, float maximumY) = (QuantizedTypes.Scalar(s, first + 2, "min_" + y), QuantizedTypes.Scalar(s, first + 3, "max_" + y));
        (ZeroX, ZeroY) = (Zero(minimumX, maximumX), Zero(minimumY, maximumY));
        level = (maximumX - minimumX) / byte.MaxValue * ((maximumY - minimumY) / byte.MaxValue);
    }

    public int ZeroX { get; }

    public int ZeroY { get; }

    /// <summary>Writes outputs 1 and 2.</summary>
    public void Write(StepContext s)
    {
        s.Output(1).Elements<float>()[0] = level * int.MinValue;
        s.Output(2).Elements<float>()[0] = level * int.MaxValue;
    }

    /// <summary>The byte that stands for a float; beyond the range it goes on.</summary>
    public static int Unclamped(float value, float minimum, float maximum)
    {
        if (minimum == maximum) return 0;
        double scale = byte.MaxValue / ((double)maximum - minimum);
        return (int)Math.Clamp(Math.Round(value * scale, MidpointRounding.AwayFromZero) - Math.Round(minimum * scale, MidpointRounding.AwayFromZero), int.MinValue, int.MaxValue);
    }

    private static int Zero(float minimum, float maximum) => Unclamped(0, minimum, maximum);
}
