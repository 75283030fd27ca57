using System.Numerics;
using System.Runtime.CompilerServices;

namespace Weir.Linalg;

/// <summary>What factorizations need of real and complex numbers alike. They compute in double precision, so the numbers are of these two types.</summary>
internal static class Field
{
    /// <summary>The complex conjugate; a real number itself.</summary>
    public static T Conjugate<T>(T x)
        where T : unmanaged => typeof(T) == typeof(Complex) ? From<T>(Complex.Conjugate(Number(x))) : x;

    /// <summary>|x|.</summary>
    public static double Magnitude<T>(T x)
        where T : unmanaged => typeof(T) == typeof(Complex) ? Complex.Abs(Number(x)) : Math.Abs(Unsafe.BitCast<T, double>(x));

    /// <summary>|x|^2.</summary>
    public static double SquaredMagnitude<T>(T x)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double)) return Unsafe.BitCast<T, double>(x) * Unsafe.BitCast<T, double>(x);
        Complex number = Number(x);
        return (number.Real * number.Real) + (number.Imaginary * number.Imaginary);
    }

    public static double Real<T>(T x)
        where T : unmanaged => typeof(T) == typeof(Complex) ? Number(x).Real : Unsafe.BitCast<T, double>(x);

    public static T OfReal<T>(double x)
        where T : unmanaged => typeof(T) == typeof(Complex) ? From<T>(x) : Unsafe.BitCast<double, T>(x);

    /// <summary>The number as a complex one.</summary>
    public static Complex ToComplex<T>(T x)
        where T : unmanaged => typeof(T) == typeof(Complex) ? Number(x) : Unsafe.BitCast<T, double>(x);

    /// <summary>A complex number as one of this type: a real type keeps the real part.</summary>
    public static T OfComplex<T>(Complex x)
        where T : unmanaged => typeof(T) == typeof(Complex) ? From<T>(x) : Unsafe.BitCast<double, T>(x.Real);

    private static Complex Number<T>(T x)
        where T : unmanaged => Unsafe.BitCast<T, Complex>(x);

    private static T From<T>(Complex x)
        where T : unmanaged => Unsafe.BitCast<Complex, T>(x);
}
