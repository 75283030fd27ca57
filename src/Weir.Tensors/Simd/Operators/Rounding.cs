using System.Numerics;

namespace Weir.Simd;

/// <summary>To the nearest whole number, ties to even. Integers stay as they are.</summary>
internal readonly struct Round : IUnaryOperator
{
    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Round(x);
}

/// <summary>To the next whole number below.</summary>
internal readonly struct Floor : IUnaryOperator
{
    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        V near = V.Round(x);
        return V.Select(V.Less(x, near), near - V.One, near);
    }
}

/// <summary>To the next whole number above.</summary>
internal readonly struct Ceiling : IUnaryOperator
{
    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged => -Floor.Invoke<V, T>(-x); // -0 for what is just below 0
}

/// <summary>-1, 0 or 1; NaN stays NaN, -0 gives 0. Of complex numbers x / |x|, and 0 of 0.</summary>
internal readonly struct Sign : IUnaryOperator
{
    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        if (typeof(T) == typeof(Complex64) || typeof(T) == typeof(Complex)) return V.Select(V.Equal(x, V.Zero), V.Zero, x / V.Abs(x));
        return V.Select(V.Less(V.Zero, x), V.One, V.Select(V.Less(x, V.Zero), V.Zero - V.One, x + V.Zero));
    }
}

/// <summary>The complex conjugate.</summary>
internal readonly struct Conjugate : IUnaryOperator
{
    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Conjugate(x);
}

/// <summary>x below 0 ? e^x - 1 : x.</summary>
internal readonly struct Elu : IUnaryOperator
{
    public static int Picoseconds => 200;

    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Select(V.Less(x, V.Zero), Exp.Invoke<V, T>(x) - V.One, x);
}
