using System.Numerics;

namespace Weir.Simd;

/// <summary>One Complex64; complex numbers have no vectors. A mask is a number whose real part is not 0.</summary>
internal readonly unsafe struct Complex64Lane(Complex64 value) : ILanes<Complex64Lane, Complex64>
{
    private readonly Complex64 _value = value;

    public static bool IsAccelerated => true;

    public static int Count => 1;

    public static Complex64Lane Zero => default;

    public static Complex64Lane One => new(new Complex64(1, 0));

    public static Complex64Lane operator +(Complex64Lane x, Complex64Lane y) => new(x._value + y._value);

    public static Complex64Lane operator -(Complex64Lane x, Complex64Lane y) => new(x._value - y._value);

    public static Complex64Lane operator *(Complex64Lane x, Complex64Lane y) => new(x._value * y._value);

    // A zero divisor divides the parts, as C++ does: 1 / 0 is (inf, NaN).
    public static Complex64Lane operator /(Complex64Lane x, Complex64Lane y) => y._value.Real == 0 && y._value.Imaginary == 0
        ? new(new Complex64(x._value.Real / y._value.Real, x._value.Imaginary / y._value.Real))
        : new((Complex64)((Complex)x._value / (Complex)y._value));

    public static Complex64Lane operator -(Complex64Lane x) => new(-x._value);

    public static Complex64Lane operator &(Complex64Lane x, Complex64Lane y) => x._value.Real != 0 ? y : Zero;

    public static Complex64Lane operator |(Complex64Lane x, Complex64Lane y) => x._value.Real != 0 ? x : y;

    public static Complex64Lane operator ^(Complex64Lane x, Complex64Lane y) => Mask(x._value.Real != 0 ^ y._value.Real != 0);

    public static Complex64Lane operator ~(Complex64Lane x) => Mask(x._value.Real == 0);

    public static Complex64Lane Create(Complex64 value) => new(value);

    public static Complex64Lane Load(Complex64* source) => new(*source);

    public static void Store(Complex64Lane value, Complex64* destination) => *destination = value._value;

    public static Complex64Lane LoadScalar(Complex64* source) => new(*source);

    public static void StoreScalar(Complex64Lane value, Complex64* destination) => *destination = value._value;

    public static void StoreBooleans(Complex64Lane mask, bool* destination) => *destination = FirstBoolean(mask);

    public static bool FirstBoolean(Complex64Lane mask) => mask._value.Real != 0;

    public static Complex64Lane LoadBooleans(bool* source) => Mask(*source);

    public static Complex64Lane MultiplyAdd(Complex64Lane x, Complex64Lane y, Complex64Lane z) => (x * y) + z;

    public static Complex64Lane Maximum(Complex64Lane x, Complex64Lane y) => throw NoOrder();

    public static Complex64Lane Minimum(Complex64Lane x, Complex64Lane y) => throw NoOrder();

    public static Complex64Lane GreaterOrSecond(Complex64Lane x, Complex64Lane y) => throw NoOrder();

    public static Complex64Lane LesserOrSecond(Complex64Lane x, Complex64Lane y) => throw NoOrder();

    public static Complex64Lane Abs(Complex64Lane x) => new(new Complex64((float)Complex.Abs(x._value), 0));

    public static Complex64Lane Sqrt(Complex64Lane x) => new((Complex64)Complex.Sqrt(x._value));

    // Eigen computes conj(x) / |x|^2 here, which makes a difference at 0.
    public static Complex64Lane Reciprocal(Complex64Lane x) => x._value.Real == 0 && x._value.Imaginary == 0 ? new(new Complex64(float.NaN, float.NaN)) : One / x;

    public static Complex64Lane Conjugate(Complex64Lane x) => new(new Complex64(x._value.Real, -x._value.Imaginary));

    public static Complex64Lane Round(Complex64Lane x) => throw NoOrder();

    public static Complex64Lane Equal(Complex64Lane x, Complex64Lane y) =>
        Mask(x._value.Real == y._value.Real && x._value.Imaginary == y._value.Imaginary);

    public static Complex64Lane Less(Complex64Lane x, Complex64Lane y) => throw NoOrder();

    public static Complex64Lane LessOrEqual(Complex64Lane x, Complex64Lane y) => throw NoOrder();

    public static Complex64Lane Select(Complex64Lane mask, Complex64Lane x, Complex64Lane y) => FirstBoolean(mask) ? x : y;

    public static Complex64Lane AddBits(Complex64Lane x, Complex64Lane y) => throw NoOrder();

    public static Complex64Lane ShiftBitsLeft(Complex64Lane x, int count) => throw NoOrder();

    public static Complex64Lane ShiftBitsRight(Complex64Lane x, int count) => throw NoOrder();

    public static Complex64Lane ConvertBitsToNumber(Complex64Lane x) => throw NoOrder();

    public static Complex64Lane ScaleByPowerOfTwo(Complex64Lane x, Complex64Lane n) => throw NoOrder();

    public static Complex64 Across<TOp>(Complex64Lane x)
        where TOp : struct, IBinaryOperator => x._value;

    public static Complex64Lane Apply<F>(Complex64Lane x)
        where F : struct, IFloatFunction => new((Complex64)F.Complex(x._value));

    private static Complex64Lane Mask(bool value) => value ? One : Zero;

    private static NotSupportedException NoOrder() => new("Complex numbers have neither an order nor usable bits.");
}
