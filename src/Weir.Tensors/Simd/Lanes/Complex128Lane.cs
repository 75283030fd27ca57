using System.Numerics;

namespace Weir.Simd;

/// <summary>One Complex; complex numbers have no vectors. A mask is a number whose real part is not 0.</summary>
internal readonly unsafe struct Complex128Lane(Complex value) : ILanes<Complex128Lane, Complex>
{
    private readonly Complex _value = value;

    public static bool IsAccelerated => true;

    public static int Count => 1;

    public static Complex128Lane Zero => default;

    public static Complex128Lane One => new(new Complex(1, 0));

    public static Complex128Lane operator +(Complex128Lane x, Complex128Lane y) => new(x._value + y._value);

    public static Complex128Lane operator -(Complex128Lane x, Complex128Lane y) => new(x._value - y._value);

    public static Complex128Lane operator *(Complex128Lane x, Complex128Lane y) => new(x._value * y._value);

    // A zero divisor divides the parts, as C++ does: 1 / 0 is (inf, NaN).
    public static Complex128Lane operator /(Complex128Lane x, Complex128Lane y) => y._value.Real == 0 && y._value.Imaginary == 0
        ? new(new Complex(x._value.Real / y._value.Real, x._value.Imaginary / y._value.Real))
        : new(x._value / y._value);

    public static Complex128Lane operator -(Complex128Lane x) => new(-x._value);

    public static Complex128Lane operator &(Complex128Lane x, Complex128Lane y) => x._value.Real != 0 ? y : Zero;

    public static Complex128Lane operator |(Complex128Lane x, Complex128Lane y) => x._value.Real != 0 ? x : y;

    public static Complex128Lane operator ^(Complex128Lane x, Complex128Lane y) => Mask(x._value.Real != 0 ^ y._value.Real != 0);

    public static Complex128Lane operator ~(Complex128Lane x) => Mask(x._value.Real == 0);

    public static Complex128Lane Create(Complex value) => new(value);

    public static Complex128Lane Load(Complex* source) => new(*source);

    public static void Store(Complex128Lane value, Complex* destination) => *destination = value._value;

    public static Complex128Lane LoadScalar(Complex* source) => new(*source);

    public static void StoreScalar(Complex128Lane value, Complex* destination) => *destination = value._value;

    public static void StoreBooleans(Complex128Lane mask, bool* destination) => *destination = FirstBoolean(mask);

    public static bool FirstBoolean(Complex128Lane mask) => mask._value.Real != 0;

    public static Complex128Lane LoadBooleans(bool* source) => Mask(*source);

    public static Complex128Lane MultiplyAdd(Complex128Lane x, Complex128Lane y, Complex128Lane z) => (x * y) + z;

    public static Complex128Lane Maximum(Complex128Lane x, Complex128Lane y) => throw NoOrder();

    public static Complex128Lane Minimum(Complex128Lane x, Complex128Lane y) => throw NoOrder();

    public static Complex128Lane GreaterOrSecond(Complex128Lane x, Complex128Lane y) => throw NoOrder();

    public static Complex128Lane LesserOrSecond(Complex128Lane x, Complex128Lane y) => throw NoOrder();

    public static Complex128Lane Abs(Complex128Lane x) => new(new Complex(Complex.Abs(x._value), 0));

    public static Complex128Lane Sqrt(Complex128Lane x) => new(Complex.Sqrt(x._value));

    // Eigen computes conj(x) / |x|^2 here, which makes a difference at 0.
    public static Complex128Lane Reciprocal(Complex128Lane x) => x._value.Real == 0 && x._value.Imaginary == 0 ? new(new Complex(double.NaN, double.NaN)) : One / x;

    public static Complex128Lane Conjugate(Complex128Lane x) => new(Complex.Conjugate(x._value));

    public static Complex128Lane Round(Complex128Lane x) => throw NoOrder();

    public static Complex128Lane Equal(Complex128Lane x, Complex128Lane y) =>
        Mask(x._value.Real == y._value.Real && x._value.Imaginary == y._value.Imaginary);

    public static Complex128Lane Less(Complex128Lane x, Complex128Lane y) => throw NoOrder();

    public static Complex128Lane LessOrEqual(Complex128Lane x, Complex128Lane y) => throw NoOrder();

    public static Complex128Lane Select(Complex128Lane mask, Complex128Lane x, Complex128Lane y) => FirstBoolean(mask) ? x : y;

    public static Complex128Lane AddBits(Complex128Lane x, Complex128Lane y) => throw NoOrder();

    public static Complex128Lane ShiftBitsLeft(Complex128Lane x, int count) => throw NoOrder();

    public static Complex128Lane ShiftBitsRight(Complex128Lane x, int count) => throw NoOrder();

    public static Complex128Lane ConvertBitsToNumber(Complex128Lane x) => throw NoOrder();

    public static Complex128Lane ScaleByPowerOfTwo(Complex128Lane x, Complex128Lane n) => throw NoOrder();

    public static Complex Across<TOp>(Complex128Lane x)
        where TOp : struct, IBinaryOperator => x._value;

    public static Complex128Lane Apply<F>(Complex128Lane x)
        where F : struct, IFloatFunction => new(F.Complex(x._value));

    private static Complex128Lane Mask(bool value) => value ? One : Zero;

    private static NotSupportedException NoOrder() => new("Complex numbers have neither an order nor usable bits.");
}
