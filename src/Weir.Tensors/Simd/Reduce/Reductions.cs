using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>How a reduction combines two values, and what it gives for none.</summary>
internal interface IReduction : IBinaryOperator
{
    static abstract T Initial<T>()
        where T : unmanaged;
}

/// <summary>The sum; 0 of nothing.</summary>
internal readonly struct SumOf : IReduction
{
    public static T Initial<T>()
        where T : unmanaged => default;

    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => x + y;
}

/// <summary>The product; 1 of nothing.</summary>
internal readonly struct ProductOf : IReduction
{
    public static unsafe T Initial<T>()
        where T : unmanaged
    {
        T one;
        if (typeof(T) == typeof(Complex64))
            Complex64Lane.StoreScalar(Complex64Lane.One, (Complex64*)&one);
        else if (typeof(T) == typeof(Complex))
            Complex128Lane.StoreScalar(Complex128Lane.One, (Complex*)&one);
        else
            Lanes128<T>.StoreScalar(Lanes128<T>.One, &one);
        return one;
    }

    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => x * y;
}

/// <summary>The largest, NaN if there is one; -inf or the smallest integer of nothing.</summary>
internal readonly struct MaximumOf : IReduction
{
    public static T Initial<T>()
        where T : unmanaged => Extremes.Lowest<T>();

    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Maximum(x, y);
}

/// <summary>The smallest, NaN if there is one; +inf or the largest integer of nothing.</summary>
internal readonly struct MinimumOf : IReduction
{
    public static T Initial<T>()
        where T : unmanaged => Extremes.Highest<T>();

    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Minimum(x, y);
}

/// <summary>The logarithm of the sum of exponentials; -inf of nothing.</summary>
internal readonly struct LogSumExpOf : IReduction
{
    public static T Initial<T>()
        where T : unmanaged => Extremes.Lowest<T>();

    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        V greater = V.Select(V.Less(x, y), y, x), lesser = V.Select(V.Less(y, x), y, x);   // a NaN as y counts as x
        V sum = greater + Log.Invoke<V, T>(V.One + Exp.Invoke<V, T>(lesser - greater));
        return V.Select(V.Equal(greater, lesser) & V.Equal(V.Abs(x), V.Create(Extremes.Highest<T>())), x, sum);   // two equal infinities
    }
}

/// <summary>Whether all booleans are true; true of nothing.</summary>
internal readonly struct AllOf : IReduction
{
    public static T Initial<T>()
        where T : unmanaged => Unsafe.BitCast<byte, T>(1);

    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => x & y;
}

/// <summary>Whether any boolean is true; false of nothing.</summary>
internal readonly struct AnyOf : IReduction
{
    public static T Initial<T>()
        where T : unmanaged => default;

    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => x | y;
}
