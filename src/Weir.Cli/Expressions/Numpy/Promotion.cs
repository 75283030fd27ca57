namespace Weir.Cli.Expressions.Numpy;

/// <summary>The type that holds the values of two types, as numpy 1.26 chooses it.</summary>
internal static class Promotion
{
    /// <summary>Of two arrays.</summary>
    public static DType Of(DType a, DType b)
    {
        if (a == b) return a;
        if (a == DType.String || b == DType.String) return DType.String;
        if (Rank(a) > Rank(b)) (a, b) = (b, a);
        if (a == DType.Bool) return b;
        return Rank(b) switch
        {
            1 => Integers(a, b),
            2 => Floats(a, b),
            _ => b == DType.Complex64 && (a == DType.Complex64 || Floats(a, DType.Float32) == DType.Float32) ? DType.Complex64 : DType.Complex128,
        };
    }

    /// <summary>Of an array and a number, which counts only by its kind.</summary>
    public static DType OfScalar(DType array, DType scalar) => Rank(scalar) <= Rank(array) ? array : Of(array, scalar);

    /// <summary>Bool, integer, float, complex.</summary>
    public static int Rank(DType dtype) => dtype == DType.Bool ? 0 : dtype.IsInteger() ? 1 : dtype.IsComplex() ? 3 : 2;

    private static bool IsUnsigned(DType dtype) => dtype is DType.UInt8 or DType.UInt16 or DType.UInt32 or DType.UInt64;

    private static DType Integers(DType a, DType b)
    {
        if (IsUnsigned(a) == IsUnsigned(b)) return a.ElementSize() >= b.ElementSize() ? a : b;
        (DType signed, DType unsigned) = IsUnsigned(a) ? (b, a) : (a, b);
        if (signed.ElementSize() > unsigned.ElementSize()) return signed;
        return unsigned.ElementSize() switch { 1 => DType.Int16, 2 => DType.Int32, 4 => DType.Int64, _ => DType.Float64 };
    }

    private static DType Floats(DType a, DType b)
    {
        DType own = a.IsInteger() ? a.ElementSize() switch { 1 => DType.Float16, 2 => DType.Float32, _ => DType.Float64 } : a;
        return own.ElementSize() >= b.ElementSize() ? own : b;
    }
}
