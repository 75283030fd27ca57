namespace Weir.Ops;

/// <summary>Equality of elements as TensorFlow's hash tables have it: -0 is 0, NaN is not itself, strings are their bytes.</summary>
internal static class NumberEquality
{
    public static bool AreEqual<T>(T x, T y) =>
        typeof(T) == typeof(byte[]) ? ((byte[])(object)x!).AsSpan().SequenceEqual((byte[])(object)y!) : EqualityComparer<T>.Default.Equals(x, y) && !IsNaN(x);

    public static bool IsNaN<T>(T value) => value switch
    {
        float number => float.IsNaN(number),
        double number => double.IsNaN(number),
        Half number => Half.IsNaN(number),
        BFloat16 number => float.IsNaN(number),
        _ => false,
    };

    /// <summary>A hash that a stranger can not foresee.</summary>
    public static int Hash<T>(T value)
    {
        if (typeof(T) != typeof(byte[])) return HashCode.Combine(value);
        HashCode hash = default;
        hash.AddBytes((byte[])(object)value!);
        return hash.ToHashCode();
    }
}
