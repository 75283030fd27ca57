namespace Weir.Simd;

/// <summary><see cref="ILanes{V,T}.AcrossEach"/> where it has no form of its own.</summary>
internal static unsafe class AcrossOneByOne
{
    private const int MostBytes = 64;

    public static V Run<V, T, TOp>(T* vectors, nint step)
        where V : struct, ILanes<V, T>
        where T : unmanaged
        where TOp : struct, IBinaryOperator
    {
        byte* bytes = stackalloc byte[MostBytes];
        T* results = (T*)bytes;
        for (nint i = 0; i < V.Count; i++)
            results[i] = V.Across<TOp>(V.Load(vectors + (i * step)));
        return V.Load(results);
    }
}
