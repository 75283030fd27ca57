using System.Numerics;

namespace Weir.Checkpoints;

/// <summary>Elements of any plain dtype as doubles, for looking at them. A complex number is its absolute value.</summary>
internal static unsafe class ElementValues
{
    /// <summary>How many are looked at in one go.</summary>
    public const int ChunkElements = 4096;

    /// <summary>Converts as many elements as there is room for.</summary>
    /// <param name="tensor">A tensor of plain elements.</param>
    /// <param name="start">The first element.</param>
    /// <param name="values">Filled.</param>
    public static void Read(Tensor tensor, long start, Span<double> values) => Read(tensor.DType, tensor.Data + (start * tensor.DType.ElementSize()), values);

    /// <summary>Converts elements of a dtype that is not complex, or complex ones to their absolute values.</summary>
    public static void Read(DType dtype, byte* elements, Span<double> values)
    {
        switch (dtype)
        {
            case DType.Float32: Convert<float>(elements, values); break;
            case DType.Float64: Convert<double>(elements, values); break;
            case DType.Float16: Convert<Half>(elements, values); break;
            case DType.Int64: Convert<long>(elements, values); break;
            case DType.UInt64: Convert<ulong>(elements, values); break;
            case DType.UInt32: Convert<uint>(elements, values); break;
            case DType.Int32 or DType.QInt32: Convert<int>(elements, values); break;
            case DType.Int16 or DType.QInt16: Convert<short>(elements, values); break;
            case DType.UInt16 or DType.QUInt16: Convert<ushort>(elements, values); break;
            case DType.Int8 or DType.QInt8: Convert<sbyte>(elements, values); break;
            case DType.UInt8 or DType.QUInt8 or DType.Bool: Convert<byte>(elements, values); break;
            case DType.Int4: Map<byte>(elements, values, bits => HalfByte.Signed(bits)); break;
            case DType.UInt4: Map<byte>(elements, values, bits => HalfByte.Unsigned(bits)); break;
            case DType.BFloat16: Map<BFloat16>(elements, values, value => value); break;
            case DType.Float8E5M2: Map<byte>(elements, values, bits => (double)BitConverter.UInt16BitsToHalf((ushort)(bits << 8))); break;
            case DType.Float8E4M3FN: Map<byte>(elements, values, Float8E4M3FN); break;
            case DType.Complex64: Map<Complex64>(elements, values, value => double.Hypot(value.Real, value.Imaginary)); break;
            case DType.Complex128: Map<Complex>(elements, values, value => double.Hypot(value.Real, value.Imaginary)); break;
            default: throw new TfException(StatusCode.Unimplemented, $"Elements of {dtype.TfName()} are not numbers.");
        }
    }

    private static void Convert<T>(byte* elements, Span<double> values) where T : unmanaged, INumberBase<T>
    {
        T* typed = (T*)elements;
        for (int i = 0; i < values.Length; i++) values[i] = double.CreateTruncating(typed[i]);
    }

    private static void Map<T>(byte* elements, Span<double> values, Func<T, double> convert) where T : unmanaged
    {
        T* typed = (T*)elements;
        for (int i = 0; i < values.Length; i++) values[i] = convert(typed[i]);
    }

    /// <summary>Four exponent bits, three fraction bits, no infinity.</summary>
    private static double Float8E4M3FN(byte bits)
    {
        int exponent = (bits >> 3) & 15, fraction = bits & 7;
        if (exponent == 15 && fraction == 7) return double.NaN;
        double size = exponent == 0 ? Math.ScaleB(fraction, -9) : Math.ScaleB(8 + fraction, exponent - 10);
        return bits < 0x80 ? size : -size;
    }
}
