namespace Weir;

/// <summary>The element type of a tensor. The numbers are those of TensorFlow's <c>DataType</c>; adding 100 gives the reference twin.</summary>
/// <remarks>Source: <c>types.proto</c>.</remarks>
public enum DType
{
    /// <summary>No type: an error, or an unset field.</summary>
    Invalid = 0,

    /// <summary>32-bit IEEE 754 float.</summary>
    Float32 = 1,

    /// <summary>64-bit IEEE 754 float.</summary>
    Float64 = 2,

    /// <summary>Signed 32-bit integer.</summary>
    Int32 = 3,

    /// <summary>Unsigned 8-bit integer.</summary>
    UInt8 = 4,

    /// <summary>Signed 16-bit integer.</summary>
    Int16 = 5,

    /// <summary>Signed 8-bit integer.</summary>
    Int8 = 6,

    /// <summary>Byte strings of any length; not necessarily UTF-8.</summary>
    String = 7,

    /// <summary>Two 32-bit floats: real and imaginary part.</summary>
    Complex64 = 8,

    /// <summary>Signed 64-bit integer.</summary>
    Int64 = 9,

    /// <summary>True or false, one byte each.</summary>
    Bool = 10,

    /// <summary>Quantized signed 8-bit integer.</summary>
    QInt8 = 11,

    /// <summary>Quantized unsigned 8-bit integer.</summary>
    QUInt8 = 12,

    /// <summary>Quantized signed 32-bit integer.</summary>
    QInt32 = 13,

    /// <summary>The upper half of a 32-bit float.</summary>
    BFloat16 = 14,

    /// <summary>Quantized signed 16-bit integer.</summary>
    QInt16 = 15,

    /// <summary>Quantized unsigned 16-bit integer.</summary>
    QUInt16 = 16,

    /// <summary>Unsigned 16-bit integer.</summary>
    UInt16 = 17,

    /// <summary>Two 64-bit floats: real and imaginary part.</summary>
    Complex128 = 18,

    /// <summary>16-bit IEEE 754 float.</summary>
    Float16 = 19,

    /// <summary>A handle to a variable, table or other resource.</summary>
    Resource = 20,

    /// <summary>A value of a type known at run time only, such as a tensor list.</summary>
    Variant = 21,

    /// <summary>Unsigned 32-bit integer.</summary>
    UInt32 = 22,

    /// <summary>Unsigned 64-bit integer.</summary>
    UInt64 = 23,

    /// <summary>8-bit float with 5 exponent bits.</summary>
    Float8E5M2 = 24,

    /// <summary>8-bit float with 4 exponent bits, finite only.</summary>
    Float8E4M3FN = 25,

    /// <summary>Signed 4-bit integer, the low bits of a byte. The high ones are as they come: 0x0f and 0xff are both -1.</summary>
    Int4 = 29,

    /// <summary>Unsigned 4-bit integer, the low bits of a byte. The high ones are as they come.</summary>
    UInt4 = 30,
}
