using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Weir.Simd;

/// <summary>128 bits of values; see <see cref="ILanes{V,T}"/>.</summary>
internal readonly unsafe struct Lanes128<T>(Vector128<T> value) : ILanes<Lanes128<T>, T>
    where T : unmanaged
{
    private readonly Vector128<T> _value = value;

    public static bool IsAccelerated => Vector128.IsHardwareAccelerated && Vector128<T>.IsSupported;

    public static int Count => Vector128<T>.Count;

    public static Lanes128<T> Zero => new(Vector128<T>.Zero);

    public static Lanes128<T> One => new(Vector128<T>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator +(Lanes128<T> x, Lanes128<T> y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> x, Lanes128<T> y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator *(Lanes128<T> x, Lanes128<T> y) => new(x._value * y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator /(Lanes128<T> x, Lanes128<T> y) => new(x._value / y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator &(Lanes128<T> x, Lanes128<T> y) => new(x._value & y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator |(Lanes128<T> x, Lanes128<T> y) => new(x._value | y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator ^(Lanes128<T> x, Lanes128<T> y) => new(x._value ^ y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> x) => new(-x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator ~(Lanes128<T> x) => new(~x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Create(T value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Load(T* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes128<T> value, T* destination) => value._value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> LoadScalar(T* source) => new(Vector128.CreateScalar(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreScalar(Lanes128<T> value, T* destination) => *destination = value._value.ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBooleans(Lanes128<T> mask, bool* destination) =>
        BooleanBytes.Store(Vector128.ExtractMostSignificantBits(mask._value), Count, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool FirstBoolean(Lanes128<T> mask) => (Vector128.ExtractMostSignificantBits(mask._value) & 1) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> LoadBooleans(bool* source)
    {
        if (sizeof(T) == 1)
            return new(~Vector128.Equals(Vector128.Load((byte*)source), Vector128<byte>.Zero).As<byte, T>());
        if (sizeof(T) == 2)
            return new(~Vector128.Equals(BooleanBytes.Widen2(source, default(Vector128<ushort>)), default).As<ushort, T>());
        if (sizeof(T) == 4)
            return new(~Vector128.Equals(BooleanBytes.Widen4(source, default(Vector128<uint>)), default).As<uint, T>());
        return new(~Vector128.Equals(BooleanBytes.Widen8(source, default(Vector128<ulong>)), default).As<ulong, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> MultiplyAdd(Lanes128<T> x, Lanes128<T> y, Lanes128<T> z)
    {
        if (typeof(T) == typeof(float))
            return new(Vector128.MultiplyAddEstimate(x._value.AsSingle(), y._value.AsSingle(), z._value.AsSingle()).As<float, T>());
        if (typeof(T) == typeof(double))
            return new(Vector128.MultiplyAddEstimate(x._value.AsDouble(), y._value.AsDouble(), z._value.AsDouble()).As<double, T>());
        return (x * y) + z;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Maximum(Lanes128<T> x, Lanes128<T> y) => typeof(T) == typeof(float) || typeof(T) == typeof(double)
        ? Select(Equal(x, x), GreaterOrSecond(x, y), x)
        : new(Vector128.Max(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Minimum(Lanes128<T> x, Lanes128<T> y) => typeof(T) == typeof(float) || typeof(T) == typeof(double)
        ? Select(Equal(x, x), LesserOrSecond(x, y), x)
        : new(Vector128.Min(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> GreaterOrSecond(Lanes128<T> x, Lanes128<T> y) => new(Vector128.MaxNative(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> LesserOrSecond(Lanes128<T> x, Lanes128<T> y) => new(Vector128.MinNative(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Abs(Lanes128<T> x) => new(Vector128.Abs(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Sqrt(Lanes128<T> x) => new(Vector128.Sqrt(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Reciprocal(Lanes128<T> x) => One / x;

    public static Lanes128<T> Conjugate(Lanes128<T> x) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Round(Lanes128<T> x)
    {
        if (typeof(T) == typeof(float))
            return new(Vector128.Round(x._value.AsSingle()).As<float, T>());
        if (typeof(T) == typeof(double))
            return new(Vector128.Round(x._value.AsDouble()).As<double, T>());
        return x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Equal(Lanes128<T> x, Lanes128<T> y) => new(Vector128.Equals(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Less(Lanes128<T> x, Lanes128<T> y) => new(Vector128.LessThan(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> LessOrEqual(Lanes128<T> x, Lanes128<T> y) => new(Vector128.LessThanOrEqual(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Select(Lanes128<T> mask, Lanes128<T> x, Lanes128<T> y) =>
        new(Vector128.ConditionalSelect(mask._value, x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> AddBits(Lanes128<T> x, Lanes128<T> y) => sizeof(T) == 4
        ? new((x._value.AsInt32() + y._value.AsInt32()).As<int, T>())
        : new((x._value.AsInt64() + y._value.AsInt64()).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> ShiftBitsLeft(Lanes128<T> x, int count) => sizeof(T) == 4
        ? new((x._value.AsInt32() << count).As<int, T>())
        : new((x._value.AsInt64() << count).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> ShiftBitsRight(Lanes128<T> x, int count) => sizeof(T) == 4
        ? new((x._value.AsInt32() >> count).As<int, T>())
        : new((x._value.AsInt64() >> count).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> ConvertBitsToNumber(Lanes128<T> x) => sizeof(T) == 4
        ? new(Vector128.ConvertToSingle(x._value.AsInt32()).As<float, T>())
        : new(Vector128.ConvertToDouble(x._value.AsInt64()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> ScaleByPowerOfTwo(Lanes128<T> x, Lanes128<T> n)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Lanes128<float>, Lanes128<T>>(PowerOfTwo.ScaleSingle(As<float>(x), As<float>(n)));
        return Unsafe.BitCast<Lanes128<double>, Lanes128<T>>(PowerOfTwo.ScaleDouble(As<double>(x), As<double>(n)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Across<TOp>(Lanes128<T> x)
        where TOp : struct, IBinaryOperator
    {
        Lanes128<T> r = TOp.Invoke<Lanes128<T>, T>(x, new(Vector128.Shuffle(x._value.AsUInt64(), Vector128.Create(1ul, 0)).As<ulong, T>()));
        if (sizeof(T) <= 4)
            r = TOp.Invoke<Lanes128<T>, T>(r, new(Vector128.Shuffle(r._value.AsUInt32(), Vector128.Create(1u, 0, 3, 2)).As<uint, T>()));
        if (sizeof(T) <= 2)
            r = TOp.Invoke<Lanes128<T>, T>(r, new((r._value.AsUInt32() >> 16).As<uint, T>()));
        if (sizeof(T) == 1)
            r = TOp.Invoke<Lanes128<T>, T>(r, new((r._value.AsUInt16() >> 8).As<ushort, T>()));
        return r._value.ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Apply<F>(Lanes128<T> x)
        where F : struct, IFloatFunction
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<Lanes128<float>, Lanes128<T>>(F.Single<Lanes128<float>>(As<float>(x)));
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Lanes128<double>, Lanes128<T>>(F.Double<Lanes128<double>>(As<double>(x)));
        throw new NotSupportedException();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes128<U> As<U>(Lanes128<T> x)
        where U : unmanaged => new(x._value.As<T, U>());
}
