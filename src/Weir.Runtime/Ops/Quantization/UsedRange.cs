namespace Weir.Ops;

/// <summary>The range of floats that some integers of 32 bits take; it holds 0.</summary>
/// <remarks>Source: requantization_range_op.cc, quantization_utils.h.</remarks>
internal static class UsedRange
{
    public static (float Low, float High) Of(ReadOnlySpan<int> x, float minimum, float maximum)
    {
        (int least, int most) = (int.MaxValue, int.MinValue);
        foreach (int value in x) (least, most) = (Math.Min(least, value), Math.Max(most, value));
        PreciseRange<int> range = new(minimum, maximum);
        return (Math.Min(0, range.ToFloat(least)), range.ToFloat(most));
    }
}
