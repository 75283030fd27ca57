using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Weir.Simd;

/// <summary>256 bits of values; see <see cref="ILanes{V,T}"/>.</summary>
internal readonly unsafe struct Lanes256<T>(Vector256<T> value) : ILanes<Lanes256<T>, T>
    where T : unmanaged
{
    private readonly Vector256<T> _value = value;

    public static bool IsAccelerated => Vector256.IsHardwareAccelerated && Vector256<T>.IsSupported;

    public static int Count => Vector256<T>.Count;

    public static Lanes256<T> Zero => new(Vector256<T>.Zero);

    public static Lanes256<T> One => new(Vector256<T>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator +(Lanes256<T> x, Lanes256<T> y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> x, Lanes256<T> y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator *(Lanes256<T> x, Lanes256<T> y) => new(x._value * y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator /(Lanes256<T> x, Lanes256<T> y) => new(x._value / y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator &(Lanes256<T> x, Lanes256<T> y) => new(x._value & y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator |(Lanes256<T> x, Lanes256<T> y) => new(x._value | y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator ^(Lanes256<T> x, Lanes256<T> y) => new(x._value ^ y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> x) => new(-x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator ~(Lanes256<T> x) => new(~x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Create(T value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Load(T* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256<T> value, T* destination) => value._value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> LoadScalar(T* source) => new(Vector256.CreateScalar(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreScalar(Lanes256<T> value, T* destination) => *destination = value._value.ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBooleans(Lanes256<T> mask, bool* destination) =>
        BooleanBytes.Store(Vector256.ExtractMostSignificantBits(mask._value), Count, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool FirstBoolean(Lanes256<T> mask) => (Vector256.ExtractMostSignificantBits(mask._value) & 1) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> LoadBooleans(bool* source)
    {
        if (sizeof(T) == 1)
            return new(~Vector256.Equals(Vector256.Load((byte*)source), Vector256<byte>.Zero).As<byte, T>());
        if (sizeof(T) == 2)
            return new(~Vector256.Equals(BooleanBytes.Widen2(source, default(Vector256<ushort>)), default).As<ushort, T>());
        if (sizeof(T) == 4)
            return new(~Vector256.Equals(BooleanBytes.Widen4(source, default(Vector256<uint>)), default).As<uint, T>());
        return new(~Vector256.Equals(BooleanBytes.Widen8(source, default(Vector256<ulong>)), default).As<ulong, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> MultiplyAdd(Lanes256<T> x, Lanes256<T> y, Lanes256<T> z)
    {
        if (typeof(T) == typeof(float))
            return new(Vector256.MultiplyAddEstimate(x._value.AsSingle(), y._value.AsSingle(), z._value.AsSingle()).As<float, T>());
        if (typeof(T) == typeof(double))
            return new(Vector256.MultiplyAddEstimate(x._value.AsDouble(), y._value.AsDouble(), z._value.AsDouble()).As<double, T>());
        return (x * y) + z;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Maximum(Lanes256<T> x, Lanes256<T> y) => typeof(T) == typeof(float) || typeof(T) == typeof(double)
        ? Select(Equal(x, x), GreaterOrSecond(x, y), x)
        : new(Vector256.Max(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Minimum(Lanes256<T> x, Lanes256<T> y) => typeof(T) == typeof(float) || typeof(T) == typeof(double)
        ? Select(Equal(x, x), LesserOrSecond(x, y), x)
        : new(Vector256.Min(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> GreaterOrSecond(Lanes256<T> x, Lanes256<T> y) => new(Vector256.MaxNative(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> LesserOrSecond(Lanes256<T> x, Lanes256<T> y) => new(Vector256.MinNative(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Abs(Lanes256<T> x) => new(Vector256.Abs(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Sqrt(Lanes256<T> x) => new(Vector256.Sqrt(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Reciprocal(Lanes256<T> x) => One / x;

    public static Lanes256<T> Conjugate(Lanes256<T> x) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Round(Lanes256<T> x)
    {
        if (typeof(T) == typeof(float))
            return new(Vector256.Round(x._value.AsSingle()).As<float, T>());
        if (typeof(T) == typeof(double))
            return new(Vector256.Round(x._value.AsDouble()).As<double, T>());
        return x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Equal(Lanes256<T> x, Lanes256<T> y) => new(Vector256.Equals(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Less(Lanes256<T> x, Lanes256<T> y) => new(Vector256.LessThan(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> LessOrEqual(Lanes256<T> x, Lanes256<T> y) => new(Vector256.LessThanOrEqual(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Select(Lanes256<T> mask, Lanes256<T> x, Lanes256<T> y) =>
        new(Vector256.ConditionalSelect(mask._value, x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> AddBits(Lanes256<T> x, Lanes256<T> y) => sizeof(T) == 4
        ? new((x._value.AsInt32() + y._value.AsInt32()).As<int, T>())
        : new((x._value.AsInt64() + y._value.AsInt64()).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> ShiftBitsLeft(Lanes256<T> x, int count) => sizeof(T) == 4
        ? new((x._value.AsInt32() << count).As<int, T>())
        : new((x._value.AsInt64() << count).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> ShiftBitsRight(Lanes256<T> x, int count) => sizeof(T) == 4
        ? new((x._value.AsInt32() >> count).As<int, T>())
        : new((x._value.AsInt64() >> count).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> ConvertBitsToNumber(Lanes256<T> x) => sizeof(T) == 4
        ? new(Vector256.ConvertToSingle(x._value.AsInt32()).As<float, T>())
        : new(Vector256.ConvertToDouble(x._value.AsInt64()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> ScaleByPowerOfTwo(Lanes256<T> x, Lanes256<T> n)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Lanes256<float>, Lanes256<T>>(PowerOfTwo.ScaleSingle(As<float>(x), As<float>(n)));
        return Unsafe.BitCast<Lanes256<double>, Lanes256<T>>(PowerOfTwo.ScaleDouble(As<double>(x), As<double>(n)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Across<TOp>(Lanes256<T> x)
        where TOp : struct, IBinaryOperator =>
        Lanes128<T>.Across<TOp>(TOp.Invoke<Lanes128<T>, T>(new(x._value.GetLower()), new(x._value.GetUpper())));

    /// <summary>Each step joins halves, pairs and single elements of twice as many vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> AcrossEach<TOp>(T* vectors, nint step)
        where TOp : struct, IBinaryOperator
    {
        const byte Even = 0x88, Odd = 0xDD;
        if (sizeof(T) != 4 || !Avx.IsSupported)
            return AcrossOneByOne.Run<Lanes256<T>, T, TOp>(vectors, step);
        Vector256<double> v0 = Halves<TOp>(vectors, 4 * step), v1 = Halves<TOp>(vectors + step, 4 * step);
        Vector256<double> v2 = Halves<TOp>(vectors + (2 * step), 4 * step), v3 = Halves<TOp>(vectors + (3 * step), 4 * step);
        Vector256<float> low = Join<TOp>(Avx.UnpackLow(v0, v1).AsSingle(), Avx.UnpackHigh(v0, v1).AsSingle());
        Vector256<float> high = Join<TOp>(Avx.UnpackLow(v2, v3).AsSingle(), Avx.UnpackHigh(v2, v3).AsSingle());
        return new(Join<TOp>(Avx.Shuffle(low, high, Even), Avx.Shuffle(low, high, Odd)).As<float, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Apply<F>(Lanes256<T> x)
        where F : struct, IFloatFunction
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Lanes256<float>, Lanes256<T>>(F.Single<Lanes256<float>>(As<float>(x)));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Lanes256<double>, Lanes256<T>>(F.Double<Lanes256<double>>(As<double>(x)));
        throw new NotSupportedException();
    }

    // Of two vectors, what is left of the i-th stands in half i.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Halves<TOp>(T* vectors, nint step)
        where TOp : struct, IBinaryOperator
    {
        const byte LowerHalves = 0x20, UpperHalves = 0x31;
        float* v = (float*)vectors;
        Vector256<float> a = Vector256.Load(v), b = Vector256.Load(v + step);
        return Join<TOp>(Avx.Permute2x128(a, b, LowerHalves), Avx.Permute2x128(a, b, UpperHalves)).AsDouble();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Join<TOp>(Vector256<float> x, Vector256<float> y)
        where TOp : struct, IBinaryOperator =>
        TOp.Invoke<Lanes256<T>, T>(new(x.As<float, T>()), new(y.As<float, T>()))._value.AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes256<U> As<U>(Lanes256<T> x)
        where U : unmanaged => new(x._value.As<T, U>());
}
