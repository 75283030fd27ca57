namespace Weir.Simd;

/// <summary>gradient * (feature above 0): x is the gradient, y the feature. A product, so an infinite gradient at 0 gives NaN.</summary>
internal readonly struct ReluGrad : IBinaryOperator
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => x * (V.Less(V.Zero, y) & V.One);
}

/// <summary>gradient * (feature between 0 and 6, both excluded): x is the gradient, y the feature.</summary>
internal readonly struct Relu6Grad : IBinaryOperator
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        V two = V.One + V.One;
        return x * (V.Less(V.Zero, y) & V.Less(y, two + two + two) & V.One);
    }
}

/// <summary>dy * (1 - y * y): x is y, the tangent; y is dy (TensorFlow's order).</summary>
internal readonly struct TanhGrad : IBinaryOperator
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => y * (V.One - (x * x));
}

/// <summary>dy * y * (1 - y): x is y, the sigmoid; y is dy.</summary>
internal readonly struct SigmoidGrad : IBinaryOperator
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => y * x * (V.One - x);
}

/// <summary>dy * 0.5 / y: x is y, the root; y is dy.</summary>
internal readonly struct SqrtGrad : IBinaryOperator
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => y * (V.One / (V.One + V.One)) / V.Conjugate(x);
}

/// <summary>-0.5 * dy * y^3: x is y, the reciprocal root; y is dy.</summary>
internal readonly struct RsqrtGrad : IBinaryOperator
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => -(V.One / (V.One + V.One)) * y * V.Conjugate(x * x * x);
}

/// <summary>-dy * y * y: x is y, the reciprocal; y is dy.</summary>
internal readonly struct ReciprocalGrad : IBinaryOperator
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => -y * V.Conjugate(x * x);
}
