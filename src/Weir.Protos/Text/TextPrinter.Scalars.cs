using System.Globalization;
using Google.Protobuf.Reflection;

namespace Weir.Protos.Text;

internal sealed partial class TextPrinter
{
    private void Scalar(FieldSchema field, ref WireReader reader)
    {
        Indent();
        _output.Bytes(field.Utf8Name);
        _output.Bytes(": "u8);
        switch (field.Type)
        {
            case FieldType.String or FieldType.Bytes:
                Quoted(reader.Delimited(), keepsUtf8: _isStr && field.Type == FieldType.String);
                break;
            case FieldType.Bool:
                _output.Bytes(reader.Varint() != 0 ? "true"u8 : "false"u8);
                break;
            case FieldType.Enum:
                EnumValue(field.Enum, (int)reader.Varint());
                break;
            case FieldType.Float:
                Float(BitConverter.UInt32BitsToSingle(reader.Fixed32()));
                break;
            case FieldType.Double:
                Double(BitConverter.UInt64BitsToDouble(reader.Fixed64()));
                break;
            case FieldType.UInt32 or FieldType.UInt64:
                Number(reader.Varint());
                break;
            case FieldType.Fixed32:
                Number(reader.Fixed32());
                break;
            case FieldType.Fixed64:
                Number(reader.Fixed64());
                break;
            default:
                Number(Signed(field.Type, ref reader));
                break;
        }
        EndOfLine();
    }

    private static long Signed(FieldType type, ref WireReader reader)
    {
        switch (type)
        {
            case FieldType.SFixed32:
                return (int)reader.Fixed32();
            case FieldType.SFixed64:
                return (long)reader.Fixed64();
            case FieldType.SInt32 or FieldType.SInt64:
                ulong zigzag = reader.Varint();
                return (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
            default:
                return (long)reader.Varint();
        }
    }

    /// <summary>A map's key that is no string, as a number that orders as Python orders the keys.</summary>
    public static Int128 MapKey(FieldType type, ref WireReader reader) => type switch
    {
        FieldType.UInt32 or FieldType.UInt64 or FieldType.Bool => reader.Varint(),
        FieldType.Fixed32 => reader.Fixed32(),
        FieldType.Fixed64 => reader.Fixed64(),
        _ => Signed(type, ref reader),
    };

    private void EnumValue(EnumSchema type, int number)
    {
        if (type.Find(number) is { } name)
            _output.Bytes(name);
        else
            Number(number);
    }

    private void Float(float value)
    {
        if (_isStr)
            FloatText.WriteGeneral(value, _output);
        else
            FloatText.Write(value, _output);
    }

    private void Double(double value)
    {
        if (_isStr)
            FloatText.WriteGeneral(value, _output);
        else
            FloatText.Write(value, _output);
    }

    private void Number<T>(T value)
        where T : IUtf8SpanFormattable
    {
        value.TryFormat(_output.Reserve(24), out int written, default, CultureInfo.InvariantCulture);
        _output.Advance(written);
    }

    /// <summary>Everything but printable ASCII is escaped, most of it in octal; the letters of a text beyond ASCII may be kept.</summary>
    private void Quoted(ReadOnlySpan<byte> value, bool keepsUtf8)
    {
        const int longestEscape = 4;
        _output.Byte((byte)'"');
        foreach (byte b in value)
        {
            Span<byte> to = _output.Reserve(longestEscape);
            byte letter = b switch
            {
                (byte)'\n' => (byte)'n',
                (byte)'\r' => (byte)'r',
                (byte)'\t' => (byte)'t',
                (byte)'"' or (byte)'\'' or (byte)'\\' => b,
                _ => 0,
            };
            to[0] = b;
            if (letter == 0 && (b is >= (byte)' ' and <= (byte)'~' || (keepsUtf8 && b >= 0x80)))
            {
                _output.Advance(1);
                continue;
            }
            to[0] = (byte)'\\';
            to[1] = letter;
            if (letter == 0)
                (to[1], to[2], to[3]) = ((byte)('0' + (b >> 6)), (byte)('0' + (b >> 3 & 7)), (byte)('0' + (b & 7)));
            _output.Advance(letter == 0 ? 4 : 2);
        }
        _output.Byte((byte)'"');
    }
}
