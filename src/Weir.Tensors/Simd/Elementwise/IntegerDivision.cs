using System.Numerics;

namespace Weir.Simd;

/// <summary>Quotients and remainders of integers. y is never 0. The smallest integer divided by -1 wraps instead of trapping.</summary>
internal static class IntegerDivision
{
    /// <summary>The quotient toward zero (TruncateDiv, Div).</summary>
    public static T Truncate<T>(T x, T y)
        where T : IBinaryInteger<T> => MinusOne(y) ? T.Zero - x : x / y;

    /// <summary>The remainder with the sign of <paramref name="x"/> (TruncateMod, Mod).</summary>
    public static T Remainder<T>(T x, T y)
        where T : IBinaryInteger<T> => MinusOne(y) ? T.Zero : x % y;

    /// <summary>The quotient toward minus infinity (FloorDiv).</summary>
    public static T Floor<T>(T x, T y)
        where T : IBinaryInteger<T>
    {
        T quotient = Truncate(x, y);
        return T.IsNegative(x) != T.IsNegative(y) && Remainder(x, y) != T.Zero ? quotient - T.One : quotient;
    }

    /// <summary>The remainder with the sign of <paramref name="y"/> (FloorMod).</summary>
    public static T Modulo<T>(T x, T y)
        where T : IBinaryInteger<T>
    {
        T remainder = Remainder(x, y);
        return remainder != T.Zero && T.IsNegative(remainder) != T.IsNegative(y) ? remainder + y : remainder;
    }

    // Signed types only: in unsigned ones the value of all ones is an ordinary divisor.
    private static bool MinusOne<T>(T y)
        where T : IBinaryInteger<T> => T.IsNegative(y) && y == -T.One;
}
