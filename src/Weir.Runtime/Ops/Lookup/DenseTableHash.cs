namespace Weir.Ops;

/// <summary>TensorFlow's hash of a dense table's keys, which decides on the order of an export.</summary>
internal static class DenseTableHash
{
    public static ulong Of<TKey>(ReadOnlySpan<TKey> key)
    {
        if (key.Length == 1) return OfElement(key[0]);
        ulong hash = 0;
        foreach (TKey element in key) hash ^= OfElement(element) + 0x9E3779B97F4A7800 + (hash << 10) + (hash >> 4);
        return hash;
    }

    /// <remarks>An integer is its own hash; one of 32 bits is extended by its sign.</remarks>
    private static ulong OfElement<TKey>(TKey element) => element switch
    {
        uint number => (ulong)(int)number,
        ulong number => number,
        byte[] bytes => Hash64.Of(bytes),
        _ => 0,
    };
}
