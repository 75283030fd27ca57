using System.Buffers.Text;

namespace Weir.Json;

/// <summary>Reads one JSON value as one element of a tensor.</summary>
/// <param name="value">Stands before the value, and behind it afterwards.</param>
/// <param name="target">The tensor.</param>
/// <param name="index">Which of its elements.</param>
internal delegate void JsonElementReader(ref JsonCursor value, Tensor target, int index);

/// <summary>Which JSON values are elements of which dtype.</summary>
/// <remarks>Source: json_tensor.cc: small integers are not checked against their range, fractions are no integers.</remarks>
internal static class JsonElements
{
    private const string Base64Key = "b64";

    /// <summary>The reader for a dtype, chosen once a tensor.</summary>
    public static JsonElementReader For(DType dtype) => dtype switch
    {
        DType.Float32 => (ref value, target, i) => target.Elements<float>()[i] = (float)Double(ref value, DType.Float32),
        DType.Float64 => (ref value, target, i) => target.Elements<double>()[i] = Double(ref value, DType.Float64),
        DType.Int32 => (ref value, target, i) => target.Elements<int>()[i] = Int32(ref value, DType.Int32),
        DType.Int16 => (ref value, target, i) => target.Elements<short>()[i] = unchecked((short)Int32(ref value, DType.Int16)),
        DType.Int8 => (ref value, target, i) => target.Elements<sbyte>()[i] = unchecked((sbyte)Int32(ref value, DType.Int8)),
        DType.UInt8 => (ref value, target, i) => target.Elements<byte>()[i] = unchecked((byte)Int32(ref value, DType.UInt8)),
        DType.Int64 => (ref value, target, i) => target.Elements<long>()[i] = Int64(ref value, DType.Int64),
        DType.UInt32 => (ref value, target, i) => target.Elements<uint>()[i] = UInt32(ref value),
        DType.UInt64 => (ref value, target, i) => target.Elements<ulong>()[i] = UInt64(ref value),
        DType.Bool => (ref value, target, i) => target.Elements<bool>()[i] = Bool(ref value),
        DType.String => (ref value, target, i) => target.Strings[i] = Bytes(ref value),
        _ => (ref value, target, i) => throw new TfException(StatusCode.Unimplemented,
            $"Conversion of JSON Value: {JsonDebugText.Of(value)} to type: {dtype.TfName()}"),
    };

    /// <summary>Whether a value is <c>{"b64": "..."}</c>, which stands for bytes.</summary>
    public static bool IsBase64(JsonCursor value)
    {
        if (value.Kind != JsonKind.Object || value.Count() != 1) return false;
        value.Enter();
        return value.NextMember(out string name) && name == Base64Key && value.Kind == JsonKind.String;
    }

    /// <summary>The bytes of <c>{"b64": "..."}</c>.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: it is another object, or not base64.</exception>
    public static byte[] Base64Bytes(ref JsonCursor value)
    {
        if (!IsBase64(value))
        {
            throw new TfException(StatusCode.InvalidArgument, $"JSON Value: {JsonDebugText.Of(value)} not formatted correctly for base64 data");
        }

        value.Enter();
        value.NextMember(out _);
        byte[] text = value.ReadString();
        value.Next();
        return Decode(text);
    }

    /// <remarks>Padding may be missing, as absl::Base64Unescape has it.</remarks>
    private static byte[] Decode(byte[] text)
    {
        int padding = text.AsSpan().Contains((byte)'=') ? 0 : (4 - (text.Length & 3)) & 3;
        byte[] padded = padding == 0 ? text : [.. text, .. Enumerable.Repeat((byte)'=', padding)];
        byte[] bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(padded.Length)];
        if (Base64.DecodeFromUtf8(padded, bytes, out _, out int written) == System.Buffers.OperationStatus.Done) return bytes[..written];
        throw new TfException(StatusCode.InvalidArgument, "Unable to base64 decode");
    }

    private static double Double(ref JsonCursor value, DType dtype)
    {
        if (value.Kind != JsonKind.Number) throw WrongType(value, dtype);
        return value.ReadDouble();
    }

    private static int Int32(ref JsonCursor value, DType dtype)
    {
        JsonCursor start = value;
        if (value.Kind != JsonKind.Number || !value.TryReadInt64(out long integer) || integer != (int)integer) throw WrongType(start, dtype);
        return (int)integer;
    }

    private static long Int64(ref JsonCursor value, DType dtype) =>
        value.Kind == JsonKind.Number && value.TryReadInt64(out long integer) ? integer : throw WrongType(value, dtype);

    private static uint UInt32(ref JsonCursor value)
    {
        JsonCursor start = value;
        if (value.Kind != JsonKind.Number || !value.TryReadUInt64(out ulong integer) || integer > uint.MaxValue) throw WrongType(start, DType.UInt32);
        return (uint)integer;
    }

    private static ulong UInt64(ref JsonCursor value) =>
        value.Kind == JsonKind.Number && value.TryReadUInt64(out ulong integer) ? integer : throw WrongType(value, DType.UInt64);

    private static bool Bool(ref JsonCursor value) =>
        value.Kind is JsonKind.True or JsonKind.False ? value.ReadBool() : throw WrongType(value, DType.Bool);

    private static byte[] Bytes(ref JsonCursor value) => value.Kind switch
    {
        JsonKind.String => value.ReadString(),
        JsonKind.Object => Base64Bytes(ref value),
        _ => throw WrongType(value, DType.String),
    };

    private static TfException WrongType(JsonCursor value, DType dtype) => new(StatusCode.InvalidArgument,
        $"JSON Value: {JsonDebugText.Of(value)} Type: {JsonDebugText.KindOf(value)} is not of expected type: {dtype.TfName()}");
}
