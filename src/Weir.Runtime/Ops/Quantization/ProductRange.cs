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

    public float Low => level * int.MinValue;

    public float High => level * int.MaxValue;

    /// <summary>Writes outputs 1 and 2.</summary>
    public void Write(StepContext s) => s.SetRange(Low, High);

    /// <summary>The operands as integers of which 0 stands for 0.</summary>
    public void Shift(Tensor x, Tensor y, in IntegerOperands operands)
    {
        Shift(x.Elements<byte>(), ZeroX, operands.X);
        Shift(y.Elements<byte>(), ZeroY, operands.Y);
    }

    private static void Shift(ReadOnlySpan<byte> bytes, int zero, Span<int> numbers)
    {
        for (int i = 0; i < bytes.Length; i++) numbers[i] = bytes[i] - zero;
    }

    // Beyond the range the bytes go on.
    private static int Zero(float minimum, float maximum) => int.CreateSaturating(new PreciseRange<byte>(minimum, maximum).Unclamped(0));
}
