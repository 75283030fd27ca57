using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using Weir.Codec.Python;

namespace Weir.Codec.Pickle;

/// <summary>The opcodes' arguments: checked reads over the bytes of a pickle.</summary>
internal sealed class PickleReader(byte[] bytes)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Where the next byte is.</summary>
    public int Position { get; private set; }

    public TfException Refused(string reason) => new(StatusCode.InvalidArgument, $"Not a readable pickle: {reason}, at byte {Position}.");

    public byte Byte() => Bytes(1)[0];

    public ReadOnlySpan<byte> Bytes(long count)
    {
        if (count < 0 || count > bytes.Length - Position) throw Refused($"{count} bytes are needed, {bytes.Length - Position} are left");
        ReadOnlySpan<byte> taken = bytes.AsSpan(Position, (int)count);
        Position += (int)count;
        return taken;
    }

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

    /// <summary>A length of 1, 4 or 8 bytes.</summary>
    public long Length(int size) => size switch
    {
        1 => Byte(),
        4 => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4)),
        _ => BinaryPrimitives.ReadInt64LittleEndian(Bytes(8)),
    };

    public double BigEndianDouble() => BinaryPrimitives.ReadDoubleBigEndian(Bytes(8));

    public string Text(int lengthSize)
    {
        ReadOnlySpan<byte> utf8 = Bytes(Length(lengthSize));
        try
        {
            return StrictUtf8.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            throw Refused("text is not UTF-8");
        }
    }

    /// <summary>The characters up to the end of the line, each a byte.</summary>
    public string Line()
    {
        int length = bytes.AsSpan(Position).IndexOf((byte)'\n');
        if (length < 0) throw Refused("a line has no end");
        string line = Encoding.Latin1.GetString(Bytes(length));
        Position++;
        return line;
    }

    public int LineNumber()
    {
        string line = Line();
        return int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw Refused($"\"{line}\" is no number");
    }

    /// <summary>An integer as text; protocol 0 writes bools as 00 and 01, and long numbers with an L.</summary>
    public PythonValue LineInteger()
    {
        string line = Line();
        if (line is "00" or "01") return new PythonBool(line == "01");
        string digits = line.TrimEnd('L');
        return digits.Length <= MaxDigits && BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger number)
            ? new PythonInt(number)
            : throw Refused($"\"{line[..Math.Min(line.Length, 40)]}\" is no integer");
    }

    public PythonFloat LineFloat()
    {
        string line = Line();
        if (line is "nan" or "inf" or "-inf") return new PythonFloat(line == "nan" ? double.NaN : line == "inf" ? double.PositiveInfinity : double.NegativeInfinity);
        return double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? new PythonFloat(number)
            : throw Refused($"\"{line[..Math.Min(line.Length, 40)]}\" is no float");
    }

    /// <summary>A line in Python's raw-unicode-escape: only \u and \U are escapes.</summary>
    public string LineText()
    {
        string line = Line();
        if (!line.Contains('\\', StringComparison.Ordinal)) return line;
        StringBuilder text = new();
        PythonEscapes escapes = new(isBytes: false);
        for (int i = 0; i < line.Length;)
        {
            char next = line[i++];
            bool isEscape = next == '\\' && i < line.Length && line[i] is 'u' or 'U';
            if (!isEscape) text.Append(next);
            else if (!escapes.TryRead(line, ref i, text)) throw Refused("a broken escape");
        }

        return text.ToString();
    }

    private const int MaxDigits = 4300;
}
