namespace Weir.Simd;

/// <summary>Whether x is NaN; both operands are x.</summary>
internal readonly struct IsNaN : IComparison
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => ~V.Equal(x, y);
}

/// <summary>Whether x is neither infinite nor NaN, either of which less itself is NaN; both operands are x.</summary>
internal readonly struct IsFinite : IComparison
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Equal(x - y, V.Zero);
}

/// <summary>Whether x is infinite; both operands are x.</summary>
internal readonly struct IsInfinite : IComparison
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => ~V.Equal(x - y, V.Zero) & V.Equal(x, y);
}
