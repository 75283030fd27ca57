using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Google.Protobuf.Reflection;

namespace Weir.Protos.Text;

internal ref partial struct TextParser
{
    /// <summary>.NET's own NaN has the sign bit set.</summary>
    private static readonly double PositiveNaN = BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0000);

    /// <summary>Writes one scalar with its tag; the result says whether it differs from the type's default.</summary>
    private bool Scalar(FieldSchema field)
    {
        _wire.Varint(field.Tag);
        switch (field.Type)
        {
            case FieldType.String or FieldType.Bytes:
                return StringValue(field);
            case FieldType.Int32 or FieldType.Int64:
                return Varint((ulong)Signed(field.Type == FieldType.Int32 ? int.MaxValue : long.MaxValue));
            case FieldType.UInt32 or FieldType.UInt64:
                return Varint(Unsigned(field.Type == FieldType.UInt32 ? uint.MaxValue : ulong.MaxValue));
            case FieldType.SInt32 or FieldType.SInt64:
                long value = Signed(field.Type == FieldType.SInt32 ? int.MaxValue : long.MaxValue);
                return Varint((ulong)(value << 1 ^ value >> 63));
            case FieldType.Bool:
                return Varint(Bool(field) ? 1UL : 0);
            case FieldType.Enum:
                return Varint((ulong)(long)Enum(field));
            case FieldType.Float:
                return Fixed32(BitConverter.SingleToUInt32Bits((float)Double()));
            case FieldType.Double:
                return Fixed64(BitConverter.DoubleToUInt64Bits(Double()));
            case FieldType.Fixed32:
                return Fixed32((uint)Unsigned(uint.MaxValue));
            case FieldType.SFixed32:
                return Fixed32((uint)Signed(int.MaxValue));
            case FieldType.Fixed64:
                return Fixed64(Unsigned(ulong.MaxValue));
            default:
                return Fixed64((ulong)Signed(long.MaxValue));
        }
    }

    private readonly bool Varint(ulong value)
    {
        _wire.Varint(value);
        return value != 0;
    }

    private readonly bool Fixed32(uint value)
    {
        _wire.Fixed32(value);
        return value != 0;
    }

    private readonly bool Fixed64(ulong value)
    {
        _wire.Fixed64(value);
        return value != 0;
    }

    /// <summary>Adjacent literals are one string. Text that is not UTF-8 is refused: a .NET string could not hold it.</summary>
    private bool StringValue(FieldSchema field)
    {
        if (_tokens.Kind != TokenKind.String)
            throw _tokens.Error($"Expected string, got: {_tokens.CurrentText}");
        Tokenizer first = _tokens;
        int start = _wire.Begin();
        while (_tokens.Kind == TokenKind.String)
        {
            StringLiterals.Unescape(_tokens.Current, _wire);
            _tokens.Next();
        }
        if (field.Type == FieldType.String && !Utf8.IsValid(_wire.Since(start)))
            throw first.Error($"String field \"{field.Name}\" is not valid UTF-8.");
        bool isSet = _wire.Since(start).Length > 0;
        _wire.End(start);
        return isSet;
    }

    private bool Bool(FieldSchema field)
    {
        if (_tokens.Kind == TokenKind.Integer)
            return Unsigned(1) == 1;
        ExpectIdentifier();
        ReadOnlySpan<byte> word = _tokens.Current;
        bool isTrue = word.SequenceEqual("true"u8) || word.SequenceEqual("True"u8) || word.SequenceEqual("t"u8);
        bool isFalse = word.SequenceEqual("false"u8) || word.SequenceEqual("False"u8) || word.SequenceEqual("f"u8);
        string found = isTrue || isFalse ? "" : _tokens.CurrentText;
        _tokens.Next();
        return isTrue || isFalse ? isTrue
            : throw _tokens.Error($"Invalid value for boolean field \"{field.Name}\". Value: \"{found}\".");
    }

    private int Enum(FieldSchema field)
    {
        if (_tokens.Kind == TokenKind.Integer || _tokens.IsSymbol((byte)'-'))
            return (int)Signed(int.MaxValue);
        if (_tokens.Kind != TokenKind.Identifier)
            throw _tokens.Error($"Expected integer or identifier, got: {_tokens.CurrentText}");
        bool isKnown = field.Enum.TryFind(_tokens.Current, out int number);
        string found = isKnown ? "" : _tokens.CurrentText;
        _tokens.Next();
        return isKnown ? number : throw _tokens.Error($"Unknown enumeration value of \"{found}\" for field \"{field.Name}\".");
    }

    private long Signed(long max)
    {
        bool isNegative = TryTake((byte)'-');
        ulong magnitude = Unsigned((ulong)max + (isNegative ? 1UL : 0));
        return isNegative ? -(long)magnitude : (long)magnitude;
    }

    /// <summary>Decimal, octal after 0, hexadecimal after 0x.</summary>
    private ulong Unsigned(ulong max)
    {
        if (_tokens.Kind != TokenKind.Integer)
            throw _tokens.Error($"Expected integer, got: {_tokens.CurrentText}");
        ReadOnlySpan<byte> digits = _tokens.Current;
        uint radix = 10;
        if (digits.Length > 1 && digits[0] == '0')
            {
            radix = digits[1] is (byte)'x' or (byte)'X' ? 16u : 8;
            digits = digits[(radix == 16 ? 2 : 1)..];
        }
        ulong value = 0;
        foreach (byte digit in digits)
        {
            ulong high = Math.BigMul(value, radix, out ulong low);
            value = low + (uint)AsciiClass.DigitValue(digit);
            if (high != 0 || value < low || value > max)
                throw _tokens.Error($"Integer out of range ({_tokens.CurrentText})");
        }
        _tokens.Next();
        return value;
    }

    private double Double()
    {
        bool isNegative = TryTake((byte)'-');
        double value = _tokens.Kind switch
        {
            TokenKind.Integer or TokenKind.Float => Number(),
            TokenKind.Identifier => NamedNumber(),
            _ => throw _tokens.Error($"Expected double, got: {_tokens.CurrentText}"),
        };
        _tokens.Next();
        return isNegative ? -value : value;
    }

    /// <summary>Beyond the largest number lies infinity, below the smallest zero. An integer must be decimal; a float may end in f.</summary>
    private readonly double Number()
    {
        ReadOnlySpan<byte> text = _tokens.Current;
        if (_tokens.Kind == TokenKind.Integer && text.Length > 1 && text[0] == '0')
            throw _tokens.Error($"Expect a decimal number, got: {_tokens.CurrentText}");
        if (text[^1] is (byte)'f' or (byte)'F')
            text = text[..^1];
        return double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw _tokens.Error($"Expected double, got: {_tokens.CurrentText}");
    }

    private readonly double NamedNumber()
    {
        ReadOnlySpan<byte> word = _tokens.Current;
        if (Ascii.EqualsIgnoreCase(word, "inf"u8) || Ascii.EqualsIgnoreCase(word, "infinity"u8))
            return double.PositiveInfinity;
        return Ascii.EqualsIgnoreCase(word, "nan"u8)
            ? PositiveNaN
            : throw _tokens.Error($"Expected double, got: {_tokens.CurrentText}");
    }
}
