namespace Weir.Ops;

/// <summary>A positive number as an integer of 31 bits and a shift, for products of integers that are the same everywhere.</summary>
/// <remarks>Source: uniform_quant_ops math_utils.cc, math_utils.h.</remarks>
internal readonly struct FixedMultiplier
{
    private const int Bits = 31;

    private readonly int mantissa;
    private readonly int shift;

    public FixedMultiplier(double number)
    {
        if (number == 0 || !double.IsFinite(number)) return;
        int exponent = Math.ILogB(number) + 1;
        long rounded = (long)Math.Round(Math.ScaleB(number, Bits - exponent), MidpointRounding.AwayFromZero);
        if (rounded == 1L << Bits) (rounded, exponent) = (rounded / 2, exponent + 1);
        (mantissa, shift) = exponent < -Bits ? (0, 0) : exponent >= Bits ? (int.MaxValue, Bits - 1) : ((int)rounded, exponent);
    }

    /// <summary>The product, rounded to the nearest integer, upwards from the middle, and kept in 32 bits.</summary>
    public int Times(int value)
    {
        int places = Bits - shift;
        return (int)Math.Clamp((((long)value * mantissa) + (1L << (places - 1))) >> places, int.MinValue, int.MaxValue);
    }
}
