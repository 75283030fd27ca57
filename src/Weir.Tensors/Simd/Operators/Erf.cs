namespace Weir.Simd;

/// <summary>The error function.</summary>
internal readonly struct Erf : IUnaryOperator
{
    public static int Picoseconds => 200;

    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Apply<ErfFunction>(x);
}
