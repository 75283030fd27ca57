using System.Runtime.CompilerServices;

namespace Weir.Simd;

/// <summary>x above 0 ? x : alpha * x; y is alpha.</summary>
internal readonly struct LeakyRelu : IBinaryOperator
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Select(V.Less(V.Zero, x), x, x * y);
}

/// <summary>The slope of the leaky unit: x above 0 ? 1 : alpha; y is alpha.</summary>
internal readonly struct LeakySlope : IBinaryOperator
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Select(V.Less(V.Zero, x), V.One, y);
}

/// <summary>gradient * (output below 0 ? output + 1 : 1): x is the gradient, y the output.</summary>
internal readonly struct EluGrad : IBinaryOperator
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Select(V.Less(y, V.Zero), (y + V.One) * x, x);
}

/// <summary>The scaled exponential unit: scale * (x below 0 ? alpha * (e^x - 1) : x).</summary>
internal readonly struct Selu : IUnaryOperator
{
    internal const double Scale = 1.0507009873554804934193349852946;
    internal const double ScaleAlpha = 1.7580993408473768599402175208123;

    public static int Picoseconds => 200;

    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged =>
        V.Select(V.Less(x, V.Zero), Number.Of<V, T>(ScaleAlpha) * (Exp.Invoke<V, T>(x) - V.One), Number.Of<V, T>(Scale) * x);
}

/// <summary>gradient * (output below 0 ? output + scale * alpha : scale): x is the gradient, y the output.</summary>
internal readonly struct SeluGrad : IBinaryOperator
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Select(V.Less(y, V.Zero), x * (y + Number.Of<V, T>(Selu.ScaleAlpha)), x * Number.Of<V, T>(Selu.Scale));
}

/// <summary>log(1 + e^x) = max(x, 0) + log1p(e^-|x|).</summary>
internal readonly struct SoftplusOf : IScalarFunction
{
    public static double Of(double x) => double.IsNaN(x) ? x : Math.Max(x, 0) + Log1pOf.Of(Math.Exp(-Math.Abs(x)));
}

/// <summary>gradient / (1 + e^-feature): x is the gradient, y the feature.</summary>
internal readonly struct SoftplusGrad : IBinaryOperator
{
    public static int Picoseconds => 200;

    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged => x / (Exp.Invoke<V, T>(-y) + V.One);
}

/// <summary>x / (1 + |x|).</summary>
internal readonly struct Softsign : IUnaryOperator
{
    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged => x / (V.One + V.Abs(x));
}

/// <summary>gradient / (1 + |feature|)^2: x is the gradient, y the feature.</summary>
internal readonly struct SoftsignGrad : IBinaryOperator
{
    public static V Invoke<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        V root = V.One + V.Abs(y);
        return x / (root * root);
    }
}

/// <summary>Constants in all lanes, of float and double.</summary>
internal static class Number
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(double value)
        where V : struct, ILanes<V, T>
        where T : unmanaged =>
        typeof(T) == typeof(float) ? V.Create(Unsafe.BitCast<float, T>((float)value))
        : typeof(T) == typeof(double) ? V.Create(Unsafe.BitCast<double, T>(value))
        : throw new NotSupportedException($"Constants of {typeof(T)}.");
}
