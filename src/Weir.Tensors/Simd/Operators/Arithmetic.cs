namespace Weir.Simd;

/// <summary>x + y.</summary>
internal readonly struct Add : IBinaryOperator
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => x + y;
}

/// <summary>x - y.</summary>
internal readonly struct Subtract : IBinaryOperator
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => x - y;
}

/// <summary>x * y; integers wrap.</summary>
internal readonly struct Multiply : IBinaryOperator
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => x * y;
}

/// <summary>x / y of floating and complex numbers. Integers: <see cref="IntegerDivision"/>.</summary>
internal readonly struct Divide : IBinaryOperator
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => x / y;
}

/// <summary>x / y, but 0 where y is 0 (DivNoNan).</summary>
internal readonly struct DivideNoNan : IBinaryOperator
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Select(V.Equal(y, V.Zero), V.Zero, x / y);
}

/// <summary>x * y, but 0 where y is 0, whatever x is (MulNoNan).</summary>
internal readonly struct MultiplyNoNan : IBinaryOperator
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Select(V.Equal(y, V.Zero), V.Zero, x * y);
}

/// <summary>The larger; NaN from either side.</summary>
internal readonly struct Maximum : IBinaryOperator
{
    /// <summary>Of 0 and -0 TensorFlow gives the second one, but the first of Half and bfloat16.</summary>
    public static bool ReversedForNarrowFloats => true;

    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Maximum(x, y);
}

/// <summary>The smaller; NaN from either side.</summary>
internal readonly struct Minimum : IBinaryOperator
{
    /// <summary>Of 0 and -0 TensorFlow gives the second one, but the first of Half and bfloat16.</summary>
    public static bool ReversedForNarrowFloats => true;

    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Minimum(x, y);
}

/// <summary>The larger; y if either is NaN.</summary>
internal readonly struct GreaterOrSecond : IBinaryOperator
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Select(V.Less(y, x), x, y);
}

/// <summary>The smaller; y if either is NaN.</summary>
internal readonly struct LesserOrSecond : IBinaryOperator
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Select(V.Less(x, y), x, y);
}

/// <summary>(x - y)^2; of complex numbers |x - y|^2.</summary>
internal readonly struct SquaredDifference : IBinaryOperator
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        V difference = x - y;
        return difference * V.Conjugate(difference);
    }
}

/// <summary>-x.</summary>
internal readonly struct Negate : IUnaryOperator
{
    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged => -x;
}

/// <summary>|x|; the smallest integer stays as it is.</summary>
internal readonly struct Abs : IUnaryOperator
{
    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Abs(x);
}

/// <summary>x * x.</summary>
internal readonly struct Square : IUnaryOperator
{
    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged => x * x;
}

/// <summary>The square root.</summary>
internal readonly struct Sqrt : IUnaryOperator
{
    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Sqrt(x);
}

/// <summary>1 / sqrt(x).</summary>
internal readonly struct Rsqrt : IUnaryOperator
{
    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.One / V.Sqrt(x);
}

/// <summary>1 / x.</summary>
internal readonly struct Reciprocal : IUnaryOperator
{
    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Reciprocal(x);
}

/// <summary>x.</summary>
internal readonly struct Identity : IUnaryOperator
{
    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged => x;
}
