namespace Weir.Simd;

/// <summary>x / 2 * (1 + erf(x / sqrt(2))): x times the share of a normal distribution that is below x.</summary>
internal readonly struct Gelu : IUnaryOperator
{
    public static int Picoseconds => 300;

    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged =>
        Number.Of<V, T>(0.5) * x * (V.One + Erf.Invoke<V, T>(x * Number.Of<V, T>(0.70710678118654752)));
}

/// <summary>The same with erf(x / sqrt(2)) approximated by tanh(sqrt(2 / pi) * (x + 0.044715 x^3)).</summary>
internal readonly struct GeluByTanh : IUnaryOperator
{
    public static int Picoseconds => 300;

    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        V inner = Number.Of<V, T>(0.79788456080286536) * (x + (Number.Of<V, T>(0.044715) * (x * x * x)));
        return Number.Of<V, T>(0.5) * x * (V.One + Tanh.Invoke<V, T>(inner));
    }
}
