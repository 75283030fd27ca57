namespace Weir.Conformance;

/// <summary>How far a computed element may be from a recorded one: <c>|got - want| &lt;= Absolute + Relative * |want|</c>.</summary>
/// <param name="Relative">Relative tolerance, 0 or more.</param>
/// <param name="Absolute">Absolute tolerance, 0 or more.</param>
internal readonly record struct Tolerance(double Relative, double Absolute)
{
    /// <summary>Bit for bit: then zeros must agree in their sign as well.</summary>
    public bool IsExact => Relative == 0 && Absolute == 0;

    /// <param name="got">The computed number.</param>
    /// <param name="want">The recorded one.</param>
    /// <param name="size">The modulus of the recorded one: of a complex number's parts each is allowed what the whole is.</param>
    public bool Allows(double got, double want, double size)
    {
        if (double.IsNaN(want) || double.IsNaN(got)) return double.IsNaN(want) && double.IsNaN(got);
        if (got == want) return !IsExact || got != 0 || double.IsNegative(got) == double.IsNegative(want);
        return double.IsFinite(want) && double.IsFinite(got) && Math.Abs(got - want) <= Absolute + (Relative * (double.IsFinite(size) ? size : Math.Abs(want)));
    }

    /// <summary>Integers are equal; what encodes something (a quantized number, a decoded pixel) may be off by the tolerance.</summary>
    public bool Allows(Int128 got, Int128 want, bool isQuantized) =>
        got == want || (double)Int128.Abs(got - want) <= (Absolute >= 1 || isQuantized ? Absolute + (isQuantized ? Relative * (double)Int128.Abs(want) : 0) : 0);
}
