using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary><see cref="SigmoidFunction"/> for a loop, bit for bit the same.</summary>
internal readonly unsafe struct HeldSigmoid<V> : IHeldFunction<HeldSigmoid<V>, V>
    where V : struct, ILanes<V, float>
{
    private readonly HeldExp<V> _exp;

    /// <param name="table"><see cref="ExpFunction.SingleTable"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private HeldSigmoid(float* table) => _exp = new HeldExp<V>(table);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static HeldSigmoid<V> Of(float* table) => new(table);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke(V x)
    {
        V e = _exp.Invoke(-V.Abs(x));
        return V.Select(V.Less(x, V.Zero), e, V.One) / (V.One + e);
    }
}
