namespace Weir.Ops;

/// <summary>A float cut to a whole number of 64 bits as x86 does: what does not fit, and NaN, is the least one.</summary>
internal static class WholePart
{
    public static long Of(float value) => value is >= long.MinValue and < 9223372036854775808f ? (long)value : long.MinValue;
}
