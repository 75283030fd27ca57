using System.Numerics;

namespace Weir.Simd;

internal readonly struct AcosOf : IScalarFunction
{
    public static double Of(double x) => Math.Acos(x);

    // The sign of the imaginary part is the other one, that of a zero too.
    public static Complex Of(Complex x)
    {
        Complex angle = Complex.Acos(x);
        return new Complex(angle.Real, Math.CopySign(angle.Imaginary, -x.Imaginary));
    }
}

internal readonly struct AsinOf : IScalarFunction
{
    public static double Of(double x) => Math.Asin(x);

    // Both parts have the signs of the argument's, those of zeros too.
    public static Complex Of(Complex x)
    {
        Complex angle = Complex.Asin(x);
        return new Complex(Math.CopySign(angle.Real, x.Real), Math.CopySign(angle.Imaginary, x.Imaginary));
    }
}

internal readonly struct AtanOf : IScalarFunction
{
    public static double Of(double x) => Math.Atan(x);

    public static Complex Of(Complex x)
    {
        (double re, double im) = (x.Real, x.Imaginary);
        double angle = Math.Atan2(2 * re, 1 - (re * re) - (im * im)) / 2;
        double size = Log1pOf.Of(4 * Math.Abs(im) / ((re * re) + ((1 - Math.Abs(im)) * (1 - Math.Abs(im))))) / 4;
        return new Complex(angle, Math.CopySign(size, im));
    }
}

internal readonly struct AcoshOf : IScalarFunction
{
    public static double Of(double x) => Math.Acosh(x);

    public static Complex Of(Complex x) => Complex.Log(x + (Complex.Sqrt(x + 1) * Complex.Sqrt(x - 1)));
}

internal readonly struct AsinhOf : IScalarFunction
{
    public static double Of(double x) => Math.Asinh(x);

    // asin turned by a right angle, and back.
    public static Complex Of(Complex x)
    {
        Complex turned = AsinOf.Of(new Complex(-x.Imaginary, x.Real));
        return new Complex(turned.Imaginary, -turned.Real);
    }
}

internal readonly struct AtanhOf : IScalarFunction
{
    public static double Of(double x) => Math.Atanh(x);

    public static Complex Of(Complex x)
    {
        Complex turned = AtanOf.Of(new Complex(-x.Imaginary, x.Real));
        return new Complex(turned.Imaginary, -turned.Real);
    }
}

internal readonly struct SinhOf : IScalarFunction
{
    public static double Of(double x) => Math.Sinh(x);

    public static Complex Of(Complex x) => Complex.Sinh(x);
}

internal readonly struct CoshOf : IScalarFunction
{
    public static double Of(double x) => Math.Cosh(x);

    public static Complex Of(Complex x) => Complex.Cosh(x);
}

internal readonly struct TanOf : IScalarFunction
{
    public static double Of(double x) => Math.Tan(x);

    public static Complex Of(Complex x) => Complex.Tan(x);
}

internal readonly struct LgammaOf : IScalarFunction
{
    public static double Of(double x) => GammaFunctions.LogGamma(x);
}

internal readonly struct DigammaOf : IScalarFunction
{
    public static double Of(double x) => GammaFunctions.Digamma(x);
}

internal readonly struct ErfinvOf : IScalarFunction
{
    public static double Of(double x) => InverseErrorIntegral.Erfinv(x);
}

internal readonly struct NdtriOf : IScalarFunction
{
    public static double Of(double x) => InverseErrorIntegral.Ndtri(x);
}

internal readonly struct DawsnOf : IScalarFunction
{
    public static double Of(double x) => SpecialIntegrals.Dawson(x);
}

internal readonly struct ExpintOf : IScalarFunction
{
    public static double Of(double x) => SpecialIntegrals.ExponentialIntegral(x);

    // Beyond the limit e^x is no float.
    public static float ToSingle(double x, double result) =>
        x > SpecialIntegrals.LargestSingle ? float.NaN : x > BesselI0Of.FloatLimit ? float.PositiveInfinity : (float)result;
}

internal readonly struct SpenceOf : IScalarFunction
{
    public static double Of(double x) => SpecialIntegrals.Spence(x);

    public static float ToSingle(double x, double result) => x > SpecialIntegrals.LargestSingle ? float.NaN : (float)result;
}

internal readonly struct FresnelCosOf : IScalarFunction
{
    public static double Of(double x) => FresnelIntegrals.Cosine(x);
}

internal readonly struct FresnelSinOf : IScalarFunction
{
    public static double Of(double x) => FresnelIntegrals.Sine(x);
}
