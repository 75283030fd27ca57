namespace Weir.Simd;

/// <summary>x == y; complex and boolean too.</summary>
internal readonly struct Equal : IComparison
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Equal(x, y);
}

/// <summary>x != y; true if either is NaN.</summary>
internal readonly struct NotEqual : IComparison
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => ~V.Equal(x, y);
}

/// <summary>x below y.</summary>
internal readonly struct Less : IComparison
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Less(x, y);
}

/// <summary>x below or equal to y.</summary>
internal readonly struct LessOrEqual : IComparison
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.LessOrEqual(x, y);
}

/// <summary>x above y.</summary>
internal readonly struct Greater : IComparison
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Less(y, x);
}

/// <summary>x above or equal to y.</summary>
internal readonly struct GreaterOrEqual : IComparison
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.LessOrEqual(y, x);
}
