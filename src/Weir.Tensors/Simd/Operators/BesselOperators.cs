namespace Weir.Simd;

internal readonly struct BesselI0Of : IScalarFunction
{
    /// <summary>Where e^x leaves the range of floats, and with it TensorFlow's product of it and the scaled function.</summary>
    internal const double FloatLimit = 88.722839;

    public static double Of(double x) => ModifiedBessel.I0(x);

    public static float ToSingle(double x, double result) => double.IsInfinity(x) ? float.NaN : Math.Abs(x) > FloatLimit ? float.PositiveInfinity : (float)result;
}

internal readonly struct BesselI0eOf : IScalarFunction
{
    public static double Of(double x) => ModifiedBessel.I0Scaled(x);
}

internal readonly struct BesselI1Of : IScalarFunction
{
    public static double Of(double x) => ModifiedBessel.I1(x);

    public static float ToSingle(double x, double result) => double.IsInfinity(x) ? float.NaN : Math.Abs(x) > BesselI0Of.FloatLimit ? MathF.CopySign(float.PositiveInfinity, (float)x) : (float)result;
}

internal readonly struct BesselI1eOf : IScalarFunction
{
    public static double Of(double x) => ModifiedBessel.I1Scaled(x);
}

internal readonly struct BesselK0Of : IScalarFunction
{
    /// <summary>Below this half of x is subnormal, which counts as 0.</summary>
    internal const float Tiny = 2 * 1.17549435e-38f;

    public static double Of(double x) => ModifiedBessel.K0(x);

    public static float ToSingle(double x, double result) => x < Tiny ? float.PositiveInfinity : (float)result;
}

internal readonly struct BesselK0eOf : IScalarFunction
{
    public static double Of(double x) => ModifiedBessel.K0Scaled(x);

    public static float ToSingle(double x, double result) => x < BesselK0Of.Tiny ? float.PositiveInfinity : (float)result;
}

internal readonly struct BesselK1Of : IScalarFunction
{
    public static double Of(double x) => ModifiedBessel.K1(x);

    public static float ToSingle(double x, double result) => x is > 0 and < BesselK0Of.Tiny ? float.NaN : (float)result;
}

internal readonly struct BesselK1eOf : IScalarFunction
{
    public static double Of(double x) => ModifiedBessel.K1Scaled(x);

    public static float ToSingle(double x, double result) => x is > 0 and < BesselK0Of.Tiny ? float.NaN : (float)result;
}

internal readonly struct BesselJ0Of : IScalarFunction
{
    public static double Of(double x) => BesselFunctions.J0(x);
}

internal readonly struct BesselJ1Of : IScalarFunction
{
    public static double Of(double x) => BesselFunctions.J1(x);
}

internal readonly struct BesselY0Of : IScalarFunction
{
    public static double Of(double x) => BesselFunctions.Y0(x);
}

internal readonly struct BesselY1Of : IScalarFunction
{
    public static double Of(double x) => BesselFunctions.Y1(x);

    // TensorFlow's own at 0, for floats only.
    public static float ToSingle(double x, double result) => x == 0 ? float.NaN : (float)result;
}
