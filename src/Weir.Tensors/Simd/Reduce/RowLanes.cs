using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>
/// A row's whole vectors, combined lane by lane, in the one order that reductions and layer normalization share, so that their bits agree.
/// </summary>
internal static unsafe class RowLanes<T, TOp, V>
    where T : unmanaged
    where TOp : struct, IBinaryOperator
    where V : struct, ILanes<V, T>
{
    /// <summary>Longer rows are taken one by one. In shorter ones it takes most of the time to make one of a vector's lanes; so it is done for many at once.</summary>
    public const int MostTogether = 256;

    /// <summary>Fewer elements than this are combined one by one in order: so does TensorFlow, and small sums show it in their last bit.</summary>
    public static nint Few => nint.Max(V.Count, 8);

    /// <summary>What is left: a vector.</summary>
    /// <param name="x">The row.</param>
    /// <param name="with">What the terms are made with.</param>
    /// <param name="n">Its elements, a whole vector at least; those beyond the last whole one are left to the caller.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Run<TTerm>(T* x, V with, nint n)
        where TTerm : struct, IRowTerm<V>
    {
        V r0 = TTerm.Of(V.Load(x), with);
        nint i = V.Count;
        if (n >= 4 * V.Count)
        {
            V r1 = TTerm.Of(V.Load(x + V.Count), with), r2 = TTerm.Of(V.Load(x + (2 * V.Count)), with), r3 = TTerm.Of(V.Load(x + (3 * V.Count)), with);
            for (i = 4 * V.Count; i <= n - (4 * V.Count); i += 4 * V.Count)
            {
                r0 = TOp.Invoke<V, T>(r0, TTerm.Of(V.Load(x + i), with));
                r1 = TOp.Invoke<V, T>(r1, TTerm.Of(V.Load(x + i + V.Count), with));
                r2 = TOp.Invoke<V, T>(r2, TTerm.Of(V.Load(x + i + (2 * V.Count)), with));
                r3 = TOp.Invoke<V, T>(r3, TTerm.Of(V.Load(x + i + (3 * V.Count)), with));
            }
            r0 = TOp.Invoke<V, T>(TOp.Invoke<V, T>(r0, r1), TOp.Invoke<V, T>(r2, r3));
        }
        for (; i <= n - V.Count; i += V.Count)
            r0 = TOp.Invoke<V, T>(r0, TTerm.Of(V.Load(x + i), with));
        return r0;
    }
}

/// <summary>What is combined of an element.</summary>
internal interface IRowTerm<V>
{
    static abstract V Of(V x, V with);
}

/// <summary>The element itself.</summary>
internal readonly struct RowElement<V> : IRowTerm<V>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of(V x, V with) => x;
}
