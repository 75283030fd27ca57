using System.Numerics;

namespace Weir;

/// <summary>What is known of each <see cref="DType"/>: its name, the size of an element, the .NET type that holds one.</summary>
public static class DTypes
{
    private const int ReferenceOffset = 100;

    private readonly record struct Facts(string Name, int Size, string ProtoName);

    private static readonly Facts[] Table = MakeTable();

    /// <summary>TensorFlow's short name, as messages and Python print it: <c>float</c>, <c>int32</c>, <c>string</c>.</summary>
    /// <param name="dtype">A dtype; a reference twin gives the name with <c>_ref</c>.</param>
    public static string TfName(this DType dtype) =>
        dtype.IsReference() ? dtype.BaseType().TfName() + "_ref"
        : IsKnown(dtype) ? Table[(int)dtype].Name : $"unknown dtype enum ({(int)dtype})";

    /// <summary>The name in protos, <c>DT_FLOAT</c>.</summary>
    /// <param name="dtype">A dtype; a reference twin gives the name with <c>_REF</c>.</param>
    public static string ProtoName(this DType dtype) =>
        dtype.IsReference() ? dtype.BaseType().ProtoName() + "_REF"
        : IsKnown(dtype) ? Table[(int)dtype].ProtoName : ((int)dtype).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The bytes that one element takes in memory; 0 for strings, resources, variants and unknown numbers.</summary>
    /// <param name="dtype">A dtype or its reference twin.</param>
    public static int ElementSize(this DType dtype)
    {
        int number = (int)dtype.BaseType();
        return (uint)number < (uint)Table.Length ? Table[number].Size : 0;
    }

    /// <summary>Whether this is a reference twin: the output of a TensorFlow 1 variable.</summary>
    /// <param name="dtype">A dtype.</param>
    public static bool IsReference(this DType dtype) => (int)dtype is > ReferenceOffset and < 2 * ReferenceOffset;

    /// <summary>The dtype without its reference.</summary>
    /// <param name="dtype">A dtype.</param>
    public static DType BaseType(this DType dtype) => dtype.IsReference() ? (DType)((int)dtype - ReferenceOffset) : dtype;

    /// <summary>The reference twin.</summary>
    /// <param name="dtype">A dtype.</param>
    public static DType AsReference(this DType dtype) => dtype.IsReference() ? dtype : (DType)((int)dtype + ReferenceOffset);

    /// <summary>Whether the number is one of the enumeration's, <see cref="DType.Invalid"/> excepted; a reference twin is not.</summary>
    /// <param name="dtype">A dtype.</param>
    public static bool IsKnown(DType dtype) => (uint)dtype < (uint)Table.Length && Table[(int)dtype].Name is not null && dtype != DType.Invalid;

    /// <summary>Whether this is a real floating type (8, 16, 32 or 64 bits).</summary>
    /// <param name="dtype">A dtype.</param>
    public static bool IsFloating(this DType dtype) => dtype is DType.Float32 or DType.Float64 or DType.Float16 or DType.BFloat16
        or DType.Float8E4M3FN or DType.Float8E5M2;

    /// <summary>Whether this is a complex type.</summary>
    /// <param name="dtype">A dtype.</param>
    public static bool IsComplex(this DType dtype) => dtype is DType.Complex64 or DType.Complex128;

    /// <summary>Whether this is a plain (not quantized) integer type.</summary>
    /// <param name="dtype">A dtype.</param>
    public static bool IsInteger(this DType dtype) => dtype is DType.Int8 or DType.UInt8 or DType.Int16 or DType.UInt16 or DType.Int32
        or DType.UInt32 or DType.Int64 or DType.UInt64 or DType.Int4 or DType.UInt4;

    /// <summary>Whether an element is plain bytes in memory: all but strings, resources and variants.</summary>
    /// <param name="dtype">A dtype.</param>
    public static bool IsPlain(this DType dtype) => dtype.ElementSize() > 0;

    /// <summary>The dtype whose elements a .NET type holds.</summary>
    /// <typeparam name="T">An element type: a number, <see cref="bool"/>, <see cref="Half"/>, <see cref="BFloat16"/>,
    /// <see cref="Weir.Complex64"/>, <see cref="Complex"/>, <see cref="string"/> or a byte array.</typeparam>
    /// <exception cref="ArgumentException">No dtype has this element type.</exception>
    public static DType Of<T>() => Of(typeof(T));

    /// <summary>The dtype whose elements a .NET type holds.</summary>
    /// <param name="type">An element type.</param>
    /// <exception cref="ArgumentException">No dtype has this element type.</exception>
    public static DType Of(Type type) =>
        type == typeof(float) ? DType.Float32
        : type == typeof(double) ? DType.Float64
        : type == typeof(int) ? DType.Int32
        : type == typeof(long) ? DType.Int64
        : type == typeof(bool) ? DType.Bool
        : type == typeof(byte) ? DType.UInt8
        : type == typeof(sbyte) ? DType.Int8
        : type == typeof(short) ? DType.Int16
        : type == typeof(ushort) ? DType.UInt16
        : type == typeof(uint) ? DType.UInt32
        : type == typeof(ulong) ? DType.UInt64
        : type == typeof(Half) ? DType.Float16
        : type == typeof(BFloat16) ? DType.BFloat16
        : type == typeof(Complex64) ? DType.Complex64
        : type == typeof(Complex) ? DType.Complex128
        : type == typeof(string) || type == typeof(byte[]) ? DType.String
        : throw new ArgumentException($"No dtype has elements of type {type}.", nameof(type));

    /// <summary>Whether elements of a .NET type can be read from a tensor of a dtype without conversion.</summary>
    internal static bool Holds<T>(DType dtype) where T : unmanaged
    {
        DType own = typeof(T) == typeof(byte) || typeof(T) == typeof(sbyte) || typeof(T) == typeof(short)
            || typeof(T) == typeof(ushort) || typeof(T) == typeof(int) ? Unquantized(dtype) : dtype;
        return own == Of<T>();
    }

    private static DType Unquantized(DType dtype) => dtype switch
    {
        DType.QInt8 => DType.Int8,
        DType.QUInt8 or DType.Int4 or DType.UInt4 or DType.Float8E4M3FN or DType.Float8E5M2 => DType.UInt8,
        DType.QInt16 => DType.Int16,
        DType.QUInt16 => DType.UInt16,
        DType.QInt32 => DType.Int32,
        _ => dtype,
    };

    private static Facts[] MakeTable()
    {
        Facts[] table = new Facts[(int)DType.UInt4 + 1];
        void Add(DType dtype, string name, int size, string? protoName = null) =>
            table[(int)dtype] = new Facts(name, size, "DT_" + (protoName ?? name.ToUpperInvariant()));

        Add(DType.Invalid, "INVALID", 0);
        Add(DType.Float32, "float", 4);
        Add(DType.Float64, "double", 8);
        Add(DType.Int32, "int32", 4);
        Add(DType.UInt8, "uint8", 1);
        Add(DType.Int16, "int16", 2);
        Add(DType.Int8, "int8", 1);
        Add(DType.String, "string", 0);
        Add(DType.Complex64, "complex64", 8);
        Add(DType.Int64, "int64", 8);
        Add(DType.Bool, "bool", 1);
        Add(DType.QInt8, "qint8", 1);
        Add(DType.QUInt8, "quint8", 1);
        Add(DType.QInt32, "qint32", 4);
        Add(DType.BFloat16, "bfloat16", 2);
        Add(DType.QInt16, "qint16", 2);
        Add(DType.QUInt16, "quint16", 2);
        Add(DType.UInt16, "uint16", 2);
        Add(DType.Complex128, "complex128", 16);
        Add(DType.Float16, "half", 2);
        Add(DType.Resource, "resource", 0);
        Add(DType.Variant, "variant", 0);
        Add(DType.UInt32, "uint32", 4);
        Add(DType.UInt64, "uint64", 8);
        Add(DType.Float8E5M2, "float8_e5m2", 1);
        Add(DType.Float8E4M3FN, "float8_e4m3fn", 1);
        Add(DType.Int4, "int4", 1);
        Add(DType.UInt4, "uint4", 1);
        return table;
    }
}
