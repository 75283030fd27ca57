using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary><see cref="TanhFunction"/> for a loop, bit for bit the same.</summary>
internal readonly unsafe struct HeldTanh<V> : IHeldFunction<HeldTanh<V>, V>
    where V : struct, ILanes<V, float>
{
    private readonly V _most, _least, _p6, _p5, _p4, _p3, _p2, _p1, _p0, _q3, _q2, _q1, _q0;

    /// <param name="table"><see cref="TanhFunction.SingleTable"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private HeldTanh(float* table)
    {
        _most = V.Create(table[0]);
        _least = V.Create(-table[0]);
        _p6 = V.Create(table[1]);
        _p5 = V.Create(table[2]);
        _p4 = V.Create(table[3]);
        _p3 = V.Create(table[4]);
        _p2 = V.Create(table[5]);
        _p1 = V.Create(table[6]);
        _p0 = V.Create(table[7]);
        _q3 = V.Create(table[8]);
        _q2 = V.Create(table[9]);
        _q1 = V.Create(table[10]);
        _q0 = V.Create(table[11]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HeldTanh<V> Of(float* table) => new(table);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke(V x)
    {
        x = V.LesserOrSecond(_most, V.GreaterOrSecond(_least, x));
        V z = x * x;
        V p = V.MultiplyAdd(_p6, z, _p5);
        p = V.MultiplyAdd(p, z, _p4);
        p = V.MultiplyAdd(p, z, _p3);
        p = V.MultiplyAdd(p, z, _p2);
        p = V.MultiplyAdd(p, z, _p1);
        p = V.MultiplyAdd(p, z, _p0);
        V q = V.MultiplyAdd(_q3, z, _q2);
        q = V.MultiplyAdd(q, z, _q1);
        q = V.MultiplyAdd(q, z, _q0);
        return x * (p / q);
    }
}
