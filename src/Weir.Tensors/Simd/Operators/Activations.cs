using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>max(x, 0); NaN passes.</summary>
internal readonly struct Relu : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.GreaterOrSecond(V.Zero, x);
}

/// <summary>min(max(x, 0), 6); NaN passes.</summary>
internal readonly struct Relu6 : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        V two = V.One + V.One;
        return V.LesserOrSecond(two + two + two, V.GreaterOrSecond(V.Zero, x));
    }
}

/// <summary>e^x.</summary>
internal readonly struct Exp : IUnaryOperator
{
    public static int Picoseconds => 200;

    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Apply<ExpFunction>(x);
}

/// <summary>The natural logarithm.</summary>
internal readonly struct Log : IUnaryOperator
{
    public static int Picoseconds => 200;

    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Apply<LogFunction>(x);
}

/// <summary>The hyperbolic tangent.</summary>
internal readonly struct Tanh : IUnaryOperator
{
    public static int Picoseconds => 200;

    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Apply<TanhFunction>(x);

    public static unsafe bool TryRun(float* x, float* y, nint n) => Lanes512<float>.IsAccelerated
        ? HeldLoop.TryRun<Lanes512<float>, HeldTanh<Lanes512<float>>>(TanhFunction.SingleTable, x, y, n)
        : Lanes256<float>.IsAccelerated && HeldLoop.TryRun<Lanes256<float>, HeldTanh<Lanes256<float>>>(TanhFunction.SingleTable, x, y, n);
}

/// <summary>1 / (1 + e^-x).</summary>
internal readonly struct Sigmoid : IUnaryOperator
{
    public static int Picoseconds => 200;

    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Apply<SigmoidFunction>(x);

    public static unsafe bool TryRun(float* x, float* y, nint n) => Lanes512<float>.IsAccelerated
        ? HeldLoop.TryRun<Lanes512<float>, HeldSigmoid<Lanes512<float>>>(ExpFunction.SingleTable, x, y, n)
        : Lanes256<float>.IsAccelerated && HeldLoop.TryRun<Lanes256<float>, HeldSigmoid<Lanes256<float>>>(ExpFunction.SingleTable, x, y, n);
}
