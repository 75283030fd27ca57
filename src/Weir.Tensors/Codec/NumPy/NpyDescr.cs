using System.Globalization;
using Weir.Codec.Python;

namespace Weir.Codec.NumPy;

/// <summary>How the elements of an .npy file are stored: numpy's name of a type, such as <c>&lt;f4</c>.</summary>
/// <param name="DType">The tensor's dtype; strings are numpy's S and U.</param>
/// <param name="ItemSize">The bytes of one element in the file.</param>
/// <param name="IsBigEndian">Whether bytes stand in reverse.</param>
/// <param name="IsUnicode">For strings: whether these are code points of 4 bytes.</param>
internal readonly record struct NpyDescr(DType DType, int ItemSize, bool IsBigEndian, bool IsUnicode)
{
    /// <summary>Whether the elements are Python objects: what follows the header is a pickle.</summary>
    public bool IsObject => DType == DType.Invalid;

    /// <summary>The type that a header names.</summary>
    /// <exception cref="TfException">UNIMPLEMENTED: a tensor can not hold such elements. INVALID_ARGUMENT: there is no such type.</exception>
    public static NpyDescr Parse(PythonValue value)
    {
        if (value is PythonSequence) throw Unsupported("structured arrays");
        if (value is not PythonStr { Value: string text }) throw Refused("descr is not a valid dtype descriptor: it is a " + value.TypeName);
        bool isBigEndian = text.StartsWith('>');
        string name = text.Length > 0 && text[0] is '<' or '>' or '|' or '=' ? text[1..] : text;
        if (name.Length > 1 && name[0] is 'S' or 'U' or 'a' && TryLength(name, out int length))
        {
            bool isUnicode = name[0] == 'U';
            if (isUnicode && length > int.MaxValue / 4) throw Refused($"descr is not a valid dtype descriptor: '{text}'");
            return new NpyDescr(DType.String, isUnicode ? length * 4 : length, isBigEndian, isUnicode);
        }

        DType dtype = Named(name);
        if (dtype != DType.Invalid) return new NpyDescr(dtype, dtype.ElementSize(), isBigEndian, false);
        if (name is "O" or "O8" or "O4" or "object") return new NpyDescr(DType.Invalid, 0, false, false);
        throw name switch
        {
            ['V', ..] or "void" => Unsupported("arrays of raw bytes (void)"),
            ['M', ..] or ['m', ..] => Unsupported("dates and times"),
            "f16" or "c32" or "g" or "G" or "longdouble" => Unsupported("extended precision"),
            _ => Refused($"descr is not a valid dtype descriptor: '{text}'"),
        };
    }

    private static DType Named(string name) => name switch
    {
        "b1" or "?" or "bool" => DType.Bool,
        "i1" or "b" or "int8" => DType.Int8,
        "i2" or "h" or "int16" => DType.Int16,
        "i4" or "i" or "int32" => DType.Int32,
        "i8" or "l" or "q" or "int64" => DType.Int64,
        "u1" or "B" or "uint8" => DType.UInt8,
        "u2" or "H" or "uint16" => DType.UInt16,
        "u4" or "I" or "uint32" => DType.UInt32,
        "u8" or "L" or "Q" or "uint64" => DType.UInt64,
        "f2" or "e" or "float16" => DType.Float16,
        "f4" or "f" or "float32" => DType.Float32,
        "f8" or "d" or "float64" => DType.Float64,
        "c8" or "F" or "complex64" => DType.Complex64,
        "c16" or "D" or "complex128" => DType.Complex128,
        _ => DType.Invalid,
    };

    /// <summary>The name that numpy writes for a dtype; quantized types are structures of one field, as TensorFlow's numpy types are.</summary>
    public static string NameOf(DType dtype) => dtype switch
    {
        DType.Bool => "'|b1'",
        DType.Int8 => "'|i1'",
        DType.Int16 => "'<i2'",
        DType.Int32 => "'<i4'",
        DType.Int64 => "'<i8'",
        DType.UInt8 => "'|u1'",
        DType.UInt16 => "'<u2'",
        DType.UInt32 => "'<u4'",
        DType.UInt64 => "'<u8'",
        DType.Float16 => "'<f2'",
        DType.Float32 => "'<f4'",
        DType.Float64 => "'<f8'",
        DType.Complex64 => "'<c8'",
        DType.Complex128 => "'<c16'",
        DType.BFloat16 => "'<V2'",
        DType.QInt8 => "[('qint8', '|i1')]",
        DType.QUInt8 => "[('quint8', '|u1')]",
        DType.QInt16 => "[('qint16', '<i2')]",
        DType.QUInt16 => "[('quint16', '<u2')]",
        DType.QInt32 => "[('qint32', '<i4')]",
        _ => throw Unsupported($"arrays of dtype {dtype.TfName()}"),
    };

    public static TfException Refused(string reason) => new(StatusCode.InvalidArgument, $"Not a readable .npy array: {reason}.");

    public static TfException Unsupported(string what) => new(StatusCode.Unimplemented, $".npy: {what} are not supported.");

    private static bool TryLength(string name, out int length) =>
        int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out length);
}
