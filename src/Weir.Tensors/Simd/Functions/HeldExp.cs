using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary><see cref="ExpFunction"/> of numbers up to 0 for a loop, bit for bit the same.</summary>
internal readonly unsafe struct HeldExp<V> : IHeldFunction<HeldExp<V>, V>
    where V : struct, ILanes<V, float>
{
    private readonly V _least, _log2E, _ln2High, _ln2Low, _c6, _c5, _c4, _c3, _c2, _one;

    /// <param name="table"><see cref="ExpFunction.SingleTable"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HeldExp(float* table)
    {
        _least = V.Create(table[0]);
        _log2E = V.Create(table[1]);
        _ln2High = V.Create(table[2]);
        _ln2Low = V.Create(table[3]);
        _c6 = V.Create(table[4]);
        _c5 = V.Create(table[5]);
        _c4 = V.Create(table[6]);
        _c3 = V.Create(table[7]);
        _c2 = V.Create(table[8]);
        _one = V.Create(table[9]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HeldExp<V> Of(float* table) => new(table);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke(V x)
    {
        x = V.GreaterOrSecond(_least, x);
        V n = V.Round(x * _log2E);
        V r = V.MultiplyAdd(n, _ln2High, x);
        r = V.MultiplyAdd(n, _ln2Low, r);
        V p = V.MultiplyAdd(_c6, r, _c5);
        p = V.MultiplyAdd(p, r, _c4);
        p = V.MultiplyAdd(p, r, _c3);
        p = V.MultiplyAdd(p, r, _c2);
        p = V.MultiplyAdd(p, r, _one);
        p = V.MultiplyAdd(p, r, _one);
        return V.ScaleByPowerOfTwo(p, n);
    }
}
