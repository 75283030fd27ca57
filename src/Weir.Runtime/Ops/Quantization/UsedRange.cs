namespace Weir.Ops;

/// <summary>The range of floats that some integers of 32 bits take; it holds 0.</summary>
/// <remarks>Source: requantization_range_op.cc, quantization_utils.h.</remarks>
internal static class UsedRange
{
    public static (float Low, float High) Of(ReadOnlySpan<int> x, float minimum, float maximum)
    {
        (int least, int most) = (int.MaxValue, int.MinValue);
        foreach (int value in x) (least, most) = (Math.Min(least, value), Math.Max(most, value));
        return (Math.Min(0, ToFloat(least, minimum, maximum)), ToFloat(most, minimum, maximum));
    }

    private static float ToFloat(int value, float minimum, float maximum)
    {
        if (minimum == maximum) return minimum;
        double unit = ((double)maximum - minimum) / uint.MaxValue;
        double first = Math.Round(minimum / (float)unit, MidpointRounding.AwayFromZero) * (float)unit;
        return (float)(first + (((double)value - int.MinValue) * unit));
    }
}
