using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Weir.Simd;

/// <summary>512 bits of values; see <see cref="ILanes{V,T}"/>.</summary>
internal readonly unsafe struct Lanes512<T>(Vector512<T> value) : ILanes<Lanes512<T>, T>
    where T : unmanaged
{
    private const byte Even = 0x88, Odd = 0xDD;   // of two vectors' elements or quarters

    private readonly Vector512<T> _value = value;

    public static bool IsAccelerated => Vector512.IsHardwareAccelerated && Vector512<T>.IsSupported;

    public static int Count => Vector512<T>.Count;

    public static Lanes512<T> Zero => new(Vector512<T>.Zero);

    public static Lanes512<T> One => new(Vector512<T>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator +(Lanes512<T> x, Lanes512<T> y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> x, Lanes512<T> y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator *(Lanes512<T> x, Lanes512<T> y) => new(x._value * y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator /(Lanes512<T> x, Lanes512<T> y) => new(x._value / y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator &(Lanes512<T> x, Lanes512<T> y) => new(x._value & y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator |(Lanes512<T> x, Lanes512<T> y) => new(x._value | y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator ^(Lanes512<T> x, Lanes512<T> y) => new(x._value ^ y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> x) => new(-x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator ~(Lanes512<T> x) => new(~x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Create(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Load(T* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes512<T> value, T* destination) => value._value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> LoadScalar(T* source) => new(Vector512.CreateScalar(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreScalar(Lanes512<T> value, T* destination) => *destination = value._value.ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBooleans(Lanes512<T> mask, bool* destination) =>
        BooleanBytes.Store(Vector512.ExtractMostSignificantBits(mask._value), Count, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool FirstBoolean(Lanes512<T> mask) => (Vector512.ExtractMostSignificantBits(mask._value) & 1) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> LoadBooleans(bool* source)
    {
        if (sizeof(T) == 1)
            return new(~Vector512.Equals(Vector512.Load((byte*)source), Vector512<byte>.Zero).As<byte, T>());
        if (sizeof(T) == 2)
            return new(~Vector512.Equals(BooleanBytes.Widen2(source, default(Vector512<ushort>)), default).As<ushort, T>());
        if (sizeof(T) == 4)
            return new(~Vector512.Equals(BooleanBytes.Widen4(source, default(Vector512<uint>)), default).As<uint, T>());
        return new(~Vector512.Equals(BooleanBytes.Widen8(source, default(Vector512<ulong>)), default).As<ulong, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> MultiplyAdd(Lanes512<T> x, Lanes512<T> y, Lanes512<T> z)
    {
        if (typeof(T) == typeof(float))
            return new(Vector512.MultiplyAddEstimate(x._value.AsSingle(), y._value.AsSingle(), z._value.AsSingle()).As<float, T>());
        if (typeof(T) == typeof(double))
            return new(Vector512.MultiplyAddEstimate(x._value.AsDouble(), y._value.AsDouble(), z._value.AsDouble()).As<double, T>());
        return (x * y) + z;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Maximum(Lanes512<T> x, Lanes512<T> y) => typeof(T) == typeof(float) || typeof(T) == typeof(double)
        ? Select(Equal(x, x), GreaterOrSecond(x, y), x)
        : new(Vector512.Max(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Minimum(Lanes512<T> x, Lanes512<T> y) => typeof(T) == typeof(float) || typeof(T) == typeof(double)
        ? Select(Equal(x, x), LesserOrSecond(x, y), x)
        : new(Vector512.Min(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> GreaterOrSecond(Lanes512<T> x, Lanes512<T> y) => new(Vector512.MaxNative(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> LesserOrSecond(Lanes512<T> x, Lanes512<T> y) => new(Vector512.MinNative(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Abs(Lanes512<T> x) => new(Vector512.Abs(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Sqrt(Lanes512<T> x) => new(Vector512.Sqrt(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Reciprocal(Lanes512<T> x) => One / x;

    public static Lanes512<T> Conjugate(Lanes512<T> x) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Round(Lanes512<T> x)
    {
        if (typeof(T) == typeof(float))
            return new(Vector512.Round(x._value.AsSingle()).As<float, T>());
        if (typeof(T) == typeof(double))
            return new(Vector512.Round(x._value.AsDouble()).As<double, T>());
        return x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Equal(Lanes512<T> x, Lanes512<T> y) => new(Vector512.Equals(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Less(Lanes512<T> x, Lanes512<T> y) => new(Vector512.LessThan(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> LessOrEqual(Lanes512<T> x, Lanes512<T> y) => new(Vector512.LessThanOrEqual(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Select(Lanes512<T> mask, Lanes512<T> x, Lanes512<T> y) =>
        new(Vector512.ConditionalSelect(mask._value, x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> AddBits(Lanes512<T> x, Lanes512<T> y) => sizeof(T) == 4
        ? new((x._value.AsInt32() + y._value.AsInt32()).As<int, T>())
        : new((x._value.AsInt64() + y._value.AsInt64()).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> ShiftBitsLeft(Lanes512<T> x, int count) => sizeof(T) == 4
        ? new((x._value.AsInt32() << count).As<int, T>())
        : new((x._value.AsInt64() << count).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> ShiftBitsRight(Lanes512<T> x, int count) => sizeof(T) == 4
        ? new((x._value.AsInt32() >> count).As<int, T>())
        : new((x._value.AsInt64() >> count).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> ConvertBitsToNumber(Lanes512<T> x) => sizeof(T) == 4
        ? new(Vector512.ConvertToSingle(x._value.AsInt32()).As<float, T>())
        : new(Vector512.ConvertToDouble(x._value.AsInt64()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> ScaleByPowerOfTwo(Lanes512<T> x, Lanes512<T> n)
    {
        if (Avx512F.IsSupported && typeof(T) == typeof(float))
            return new(Avx512F.Scale(x._value.AsSingle(), n._value.AsSingle()).As<float, T>());
        if (Avx512F.IsSupported && typeof(T) == typeof(double))
            return new(Avx512F.Scale(x._value.AsDouble(), n._value.AsDouble()).As<double, T>());
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Lanes512<float>, Lanes512<T>>(PowerOfTwo.ScaleSingle(As<float>(x), As<float>(n)));
        return Unsafe.BitCast<Lanes512<double>, Lanes512<T>>(PowerOfTwo.ScaleDouble(As<double>(x), As<double>(n)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Across<TOp>(Lanes512<T> x)
        where TOp : struct, IBinaryOperator =>
        Lanes256<T>.Across<TOp>(TOp.Invoke<Lanes256<T>, T>(new(x._value.GetLower()), new(x._value.GetUpper())));

    /// <summary>Each step joins halves, quarters, pairs and single elements of twice as many vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> AcrossEach<TOp>(T* vectors, nint step)
        where TOp : struct, IBinaryOperator
    {
        if (sizeof(T) != 4 || !Avx512F.IsSupported)
            return AcrossOneByOne.Run<Lanes512<T>, T, TOp>(vectors, step);
        Vector512<double> v0 = Quarters<TOp>(vectors, 4 * step), v1 = Quarters<TOp>(vectors + step, 4 * step);
        Vector512<double> v2 = Quarters<TOp>(vectors + (2 * step), 4 * step), v3 = Quarters<TOp>(vectors + (3 * step), 4 * step);
        Vector512<float> low = Join<TOp>(Avx512F.UnpackLow(v0, v1).AsSingle(), Avx512F.UnpackHigh(v0, v1).AsSingle());
        Vector512<float> high = Join<TOp>(Avx512F.UnpackLow(v2, v3).AsSingle(), Avx512F.UnpackHigh(v2, v3).AsSingle());
        return new(Join<TOp>(Avx512F.Shuffle(low, high, Even), Avx512F.Shuffle(low, high, Odd)).As<float, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Apply<F>(Lanes512<T> x)
        where F : struct, IFloatFunction
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Lanes512<float>, Lanes512<T>>(F.Single<Lanes512<float>>(As<float>(x)));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Lanes512<double>, Lanes512<T>>(F.Double<Lanes512<double>>(As<double>(x)));
        throw new NotSupportedException();
    }

    // Of four vectors, what is left of the i-th stands in quarter i.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Quarters<TOp>(T* vectors, nint step)
        where TOp : struct, IBinaryOperator
    {
        const byte LowerHalves = 0x44, UpperHalves = 0xEE;
        float* v = (float*)vectors;
        Vector512<float> a = Vector512.Load(v), b = Vector512.Load(v + step), c = Vector512.Load(v + (2 * step)), d = Vector512.Load(v + (3 * step));
        Vector512<float> ab = Join<TOp>(Avx512F.Shuffle4x128(a, b, LowerHalves), Avx512F.Shuffle4x128(a, b, UpperHalves));
        Vector512<float> cd = Join<TOp>(Avx512F.Shuffle4x128(c, d, LowerHalves), Avx512F.Shuffle4x128(c, d, UpperHalves));
        return Join<TOp>(Avx512F.Shuffle4x128(ab, cd, Even), Avx512F.Shuffle4x128(ab, cd, Odd)).AsDouble();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Join<TOp>(Vector512<float> x, Vector512<float> y)
        where TOp : struct, IBinaryOperator =>
        TOp.Invoke<Lanes512<T>, T>(new(x.As<float, T>()), new(y.As<float, T>()))._value.AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes512<U> As<U>(Lanes512<T> x)
        where U : unmanaged => new(x._value.As<T, U>());
}
