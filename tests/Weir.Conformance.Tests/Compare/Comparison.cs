using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Weir.Conformance;

/// <summary>The rule by which a computed tensor is compared with a recorded one: see tests/corpus/ops/README.md.</summary>
internal static class Comparison
{
    private const double SmallestNormalSingle = 1.1754943508222875e-38;
    private const double SmallestNormalDouble = 2.2250738585072014e-308;

    /// <param name="got">What was computed.</param>
    /// <param name="want">What was recorded.</param>
    /// <param name="tolerance">How far numbers may be apart.</param>
    /// <param name="rows">How much of the first dimension is defined; null: all.</param>
    /// <returns>What differs, the first element of it; null: nothing.</returns>
    public static string? Difference(Tensor got, Tensor want, Tolerance tolerance, int? rows = null)
    {
        if (got.DType != want.DType) return $"dtype {got.DType}, expected {want.DType}";
        if (!got.Shape.Equals(want.Shape)) return $"shape {got.Shape}, expected {want.Shape}";
        if (want.DType == DType.String) return DifferentStrings(got.ToArray<byte[]>(), want.ToArray<byte[]>());
        int defined = rows is { } limit ? (int)(want.ElementCount / want.Shape[0] * limit) : (int)want.ElementCount;
        return want.DType.IsFloating() || want.DType.IsComplex()
            ? DifferentNumbers(Numbers(got).AsSpan(0, defined), Numbers(want), tolerance)
            : DifferentIntegers(Integers(got).AsSpan(0, defined), Integers(want), tolerance, IsQuantized(want.DType));
    }

    private static bool IsQuantized(DType dtype) => dtype is DType.QInt8 or DType.QUInt8 or DType.QInt16 or DType.QUInt16 or DType.QInt32;

    /// <summary>The elements as complex numbers, subnormal ones as zeros: TensorFlow's threads flush them, managed code keeps them.</summary>
    public static Complex[] Numbers(Tensor t) => t.DType switch
    {
        DType.Float64 => Array.ConvertAll(t.ToArray<double>(), v => new Complex(Flushed(v, SmallestNormalDouble), 0)),
        DType.Complex128 => Array.ConvertAll(t.ToArray<Complex>(), v => Flushed(v, SmallestNormalDouble)),
        DType.Complex64 => Array.ConvertAll(t.ToArray<Complex64>(), v => Flushed((Complex)v, SmallestNormalSingle)),
        DType.Float32 => Array.ConvertAll(t.ToArray<float>(), v => new Complex(Flushed(v, SmallestNormalSingle), 0)),
        DType.Float16 => Array.ConvertAll(t.ToArray<Half>(), v => new Complex((double)v, 0)),
        DType.BFloat16 => Array.ConvertAll(t.ToArray<BFloat16>(), v => new Complex(Flushed(v, SmallestNormalSingle), 0)),
        _ => Array.ConvertAll(t.Bytes.ToArray(), v => new Complex(v, 0)), // The 8-bit floats: their bits.
    };

    private static string? DifferentNumbers(ReadOnlySpan<Complex> got, Complex[] want, Tolerance tolerance)
    {
        for (int i = 0; i < got.Length; i++)
        {
            double size = want[i].Magnitude;
            if (!tolerance.Allows(got[i].Real, want[i].Real, size) || !tolerance.Allows(got[i].Imaginary, want[i].Imaginary, size)) return Element(i, got[i], want[i]);
        }

        return null;
    }

    private static string? DifferentIntegers(ReadOnlySpan<Int128> got, Int128[] want, Tolerance tolerance, bool isQuantized)
    {
        for (int i = 0; i < got.Length; i++)
        {
            if (!tolerance.Allows(got[i], want[i], isQuantized)) return Element(i, got[i], want[i]);
        }

        return null;
    }

    private static string? DifferentStrings(byte[][] got, byte[][] want)
    {
        for (int i = 0; i < want.Length; i++)
        {
            if (!got[i].AsSpan().SequenceEqual(want[i])) return Element(i, $"\"{Encoding.UTF8.GetString(got[i])}\"", $"\"{Encoding.UTF8.GetString(want[i])}\"");
        }

        return null;
    }

    private static Int128[] Integers(Tensor t) => t.DType switch
    {
        DType.Int64 => Widened<long>(t),
        DType.UInt64 => Widened<ulong>(t),
        DType.Int32 or DType.QInt32 => Widened<int>(t),
        DType.UInt32 => Widened<uint>(t),
        DType.Int16 or DType.QInt16 => Widened<short>(t),
        DType.UInt16 or DType.QUInt16 => Widened<ushort>(t),
        DType.Int8 or DType.QInt8 or DType.Int4 => Widened<sbyte>(t),
        DType.UInt8 or DType.QUInt8 or DType.UInt4 or DType.Bool => Widened<byte>(t),
        _ => throw new NotSupportedException($"No comparison for {t.DType}."),
    };

    private static Int128[] Widened<T>(Tensor t)
        where T : unmanaged, INumberBase<T> => Array.ConvertAll(MemoryMarshal.Cast<byte, T>(t.Bytes).ToArray(), Int128.CreateChecked);

    private static Complex Flushed(Complex value, double smallest) => new(Flushed(value.Real, smallest), Flushed(value.Imaginary, smallest));

    private static double Flushed(double value, double smallest) => Math.Abs(value) < smallest ? Math.CopySign(0, value) : value;

    private static string Element(int index, object got, object want) => string.Create(CultureInfo.InvariantCulture, $"element {index} is {got}, expected {want}");
}
