namespace Weir.Simd;

/// <summary>x and y, of booleans and of bits.</summary>
internal readonly struct And : IBinaryOperator
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => x & y;
}

/// <summary>x or y, of booleans and of bits.</summary>
internal readonly struct Or : IBinaryOperator
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => x | y;
}

/// <summary>Exclusive or, of booleans and of bits.</summary>
internal readonly struct Xor : IBinaryOperator
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => x ^ y;
}

/// <summary>Not, of booleans (bytes 0 or 1).</summary>
internal readonly struct Not : IUnaryOperator
{
    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged => x ^ V.One;
}

/// <summary>All bits turned over, of integers.</summary>
internal readonly struct Invert : IUnaryOperator
{
    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged => ~x;
}
