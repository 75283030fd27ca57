using Weir.Simd;

namespace Weir.Ops;

/// <summary>Arithmetic on single numbers of a type that is known when the code is compiled. Half and bfloat16 are rounded after each step.</summary>
internal static unsafe class NumberOf<T>
    where T : unmanaged
{
    public static T Add(T x, T y)
    {
        if (typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16)) return Round(Wide(x) + Wide(y));
        T sum;
        Lanes128<T>.StoreScalar(Lanes128<T>.LoadScalar(&x) + Lanes128<T>.LoadScalar(&y), &sum);
        return sum;
    }

    public static bool IsAbove(T x, T y) => typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16) ? Wide(x) > Wide(y)
        : Lanes128<T>.FirstBoolean(Lanes128<T>.Less(Lanes128<T>.LoadScalar(&y), Lanes128<T>.LoadScalar(&x)));

    private static float Wide(T x)
    {
        float wide;
        NarrowFloats.Widen(&x, &wide, 1);
        return wide;
    }

    private static T Round(float x)
    {
        T narrow;
        NarrowFloats.Round(&x, &narrow, 1);
        return narrow;
    }
}
