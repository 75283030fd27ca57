using System.Numerics;

namespace Weir.Simd;

/// <summary>A function that is computed one number at a time.</summary>
internal interface IScalarFunction
{
    static abstract double Of(double x);

    /// <summary>The result for a float argument: rounded, unless TensorFlow's way there leaves the range of floats.</summary>
    static virtual float ToSingle(double x, double result) => (float)result;

    static virtual Complex Of(Complex x) => throw new NotSupportedException("Not a function of complex numbers.");
}

/// <summary>Applies a function in double precision to each element, whatever its type.</summary>
internal readonly struct Scalarwise<TFunction> : IUnaryOperator, IFloatFunction
    where TFunction : struct, IScalarFunction
{
    public static int Picoseconds => 10_000;

    public static V Invoke<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.Apply<Scalarwise<TFunction>>(x);

    public static unsafe V Single<V>(V x)
        where V : struct, ILanes<V, float>
    {
        float* values = stackalloc float[16];
        V.Store(x, values);
        for (int i = 0; i < V.Count; i++)
            values[i] = TFunction.ToSingle(values[i], TFunction.Of((double)values[i]));
        return V.Load(values);
    }

    public static unsafe V Double<V>(V x)
        where V : struct, ILanes<V, double>
    {
        double* values = stackalloc double[8];
        V.Store(x, values);
        for (int i = 0; i < V.Count; i++)
            values[i] = TFunction.Of(values[i]);
        return V.Load(values);
    }

    public static Complex Complex(Complex x) => TFunction.Of(x);
}

internal readonly struct SinOf : IScalarFunction
{
    public static double Of(double x) => Math.Sin(x);

    public static Complex Of(Complex x) => Complex.Sin(x);
}

internal readonly struct CosOf : IScalarFunction
{
    public static double Of(double x) => Math.Cos(x);

    public static Complex Of(Complex x) => Complex.Cos(x);
}

internal readonly struct ErfcOf : IScalarFunction
{
    public static double Of(double x) => ErrorIntegral.Erfc(x);
}

/// <summary>e^x - 1 without loss near 0: (u - 1) * x / log(u) with u = e^x rounded.</summary>
internal readonly struct Expm1Of : IScalarFunction
{
    public static double Of(double x)
    {
        double u = Math.Exp(x);
        if (u == 1 || double.IsInfinity(u)) return u == 1 ? x : u;
        return Math.Abs(x) > 1 ? u - 1 : (u - 1) * x / Math.Log(u);
    }

    public static Complex Of(Complex x) => Complex.Exp(x) - 1;
}

/// <summary>log(1 + x) without loss near 0: log(u) * x / (u - 1) with u = 1 + x rounded.</summary>
internal readonly struct Log1pOf : IScalarFunction
{
    public static double Of(double x)
    {
        double u = 1 + x;
        return u == 1 || double.IsPositiveInfinity(u) ? x : Math.Log(u) * (x / (u - 1));
    }

    // TensorFlow gives the logarithm of a complex 0 no angle.
    public static Complex Of(Complex x) => x == -1 ? new Complex(double.NegativeInfinity, double.NaN) : Complex.Log(1 + x);
}
