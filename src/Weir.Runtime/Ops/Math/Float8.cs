namespace Weir.Ops;

/// <summary>A floating format of 8 bits: a sign, some bits of exponent and the rest mantissa.</summary>
/// <param name="MantissaBits">The bits behind the leading one.</param>
/// <param name="Bias">What is added to exponents.</param>
/// <param name="LargestFinite">The code of the largest number.</param>
/// <param name="Overflow">The code of what is larger: infinity, or NaN in a format that has none.</param>
internal sealed record Float8(int MantissaBits, int Bias, int LargestFinite, int Overflow)
{
    private const int NaN = 0x7F;

    private static readonly Float8 E5M2 = new(2, 15, 0x7B, 0x7C);
    private static readonly Float8 E4M3FN = new(3, 7, 0x7E, NaN);

    /// <summary>The format of a dtype.</summary>
    public static Float8 Of(DType dtype) => dtype == DType.Float8E5M2 ? E5M2 : E4M3FN;

    /// <summary>Exact.</summary>
    public float Decode(byte code)
    {
        int magnitude = code & 0x7F;
        int exponent = magnitude >> MantissaBits;
        int mantissa = magnitude & ((1 << MantissaBits) - 1);
        float value = magnitude > LargestFinite ? (magnitude == Overflow && Overflow != NaN ? float.PositiveInfinity : float.NaN)
            : exponent == 0 ? MathF.ScaleB(mantissa, 1 - Bias - MantissaBits)
            : MathF.ScaleB(mantissa + (1 << MantissaBits), exponent - Bias - MantissaBits);
        return code >= 0x80 ? -value : value;
    }

    /// <summary>To nearest, ties to even.</summary>
    public byte Encode(float value)
    {
        int sign = float.IsNegative(value) ? 0x80 : 0;
        if (float.IsNaN(value)) return (byte)(sign | NaN);
        double magnitude = Math.Abs((double)value);
        if (magnitude == 0) return (byte)sign;
        if (double.IsInfinity(magnitude)) return (byte)(sign | Overflow);
        int exponent = Math.Max(Math.ILogB(magnitude), 1 - Bias);
        long steps = (long)Math.Round(Math.ScaleB(magnitude, MantissaBits - exponent), MidpointRounding.ToEven);
        long code = steps + ((long)(exponent + Bias - 1) << MantissaBits);
        return (byte)(sign | (int)(code > LargestFinite ? Overflow : code));
    }
}
