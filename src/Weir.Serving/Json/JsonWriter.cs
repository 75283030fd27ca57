using System.Buffers;
using System.Globalization;
using System.Text;

namespace Weir.Json;

/// <summary>Writes JSON with the whitespace of RapidJSON's PrettyWriter, by which TensorFlow Serving's answers are made.</summary>
/// <param name="output">Where the bytes go.</param>
/// <param name="indent">The spaces of one level.</param>
internal sealed class JsonWriter(IBufferWriter<byte> output, int indent = 4)
{
    private readonly Stack<(bool IsObject, int Values)> levels = [];
    private bool isAfterName;

    /// <summary>Whether lists stay on one line: looked at before each element and at the end of each list, so that it may change in between.</summary>
    public bool SingleLineLists { get; set; }

    public void StartObject() => Start(isObject: true);

    public void EndObject() => End(breaksLine: true);

    public void StartList() => Start(isObject: false);

    public void EndList() => End(breaksLine: !SingleLineLists);

    /// <summary>The name of the member that comes next.</summary>
    public void Name(string name)
    {
        Prefix();
        Quoted(Encoding.UTF8.GetBytes(name));
        Raw(": "u8);
        isAfterName = true;
    }

    public void Null() => Token("null"u8);

    public void Bool(bool value) => Token(value ? "true"u8 : "false"u8);

    public void String(string value) => String(Encoding.UTF8.GetBytes(value));

    /// <summary>A string of bytes that should be UTF-8; they are not checked.</summary>
    public void String(ReadOnlySpan<byte> value)
    {
        Prefix();
        Quoted(value);
    }

    public void Base64(ReadOnlySpan<byte> value)
    {
        StartObject();
        Name("b64");
        Prefix();
        Span<byte> room = output.GetSpan(Base64Size(value.Length) + 2);
        room[0] = (byte)'"';
        System.Buffers.Text.Base64.EncodeToUtf8(value, room[1..], out _, out int written);
        room[written + 1] = (byte)'"';
        output.Advance(written + 2);
        EndObject();
    }

    public void Number(long value)
    {
        Prefix();
        value.TryFormat(output.GetSpan(DecimalText.MaxLength), out int written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    public void Number(ulong value)
    {
        Prefix();
        value.TryFormat(output.GetSpan(DecimalText.MaxLength), out int written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    public void Number(float value)
    {
        Prefix();
        output.Advance(DecimalText.Write(value, output.GetSpan(DecimalText.MaxLength)));
    }

    public void Number(double value)
    {
        Prefix();
        output.Advance(DecimalText.Write(value, output.GetSpan(DecimalText.MaxLength)));
    }

    /// <summary>A value that is written already.</summary>
    public void Token(ReadOnlySpan<byte> token)
    {
        Prefix();
        Raw(token);
    }

    private static int Base64Size(int length) => System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(length);

    private void Start(bool isObject)
    {
        Prefix();
        Raw(isObject ? "{"u8 : "["u8);
        levels.Push((isObject, 0));
    }

    private void End(bool breaksLine)
    {
        (bool isObject, int values) = levels.Pop();
        if (values > 0 && breaksLine) NewLine();
        Raw(isObject ? "}"u8 : "]"u8);
    }

    private void Prefix()
    {
        if (isAfterName)
        {
            isAfterName = false;
            return;
        }

        if (!levels.TryPop(out (bool IsObject, int Values) level)) return;
        levels.Push((level.IsObject, level.Values + 1));
        bool isOnLine = SingleLineLists && !level.IsObject;
        if (level.Values > 0) Raw(isOnLine ? ", "u8 : ","u8);
        if (!isOnLine) NewLine();
    }

    private void NewLine()
    {
        Span<byte> room = output.GetSpan(1 + (levels.Count * indent));
        room[0] = (byte)'\n';
        room.Slice(1, levels.Count * indent).Fill((byte)' ');
        output.Advance(1 + (levels.Count * indent));
    }

    private void Quoted(ReadOnlySpan<byte> value)
    {
        Raw("\""u8);
        while (!value.IsEmpty)
        {
            int plain = value.IndexOfAnyInRange((byte)0, (byte)0x1f);
            int special = value.IndexOfAny((byte)'"', (byte)'\\');
            int length = plain < 0 ? special : special < 0 ? plain : Math.Min(plain, special);
            Raw(length < 0 ? value : value[..length]);
            if (length < 0) break;
            Escaped(value[length]);
            value = value[(length + 1)..];
        }

        Raw("\""u8);
    }

    private void Escaped(byte value)
    {
        Span<byte> room = output.GetSpan(6);
        byte letter = value switch
        {
            (byte)'"' or (byte)'\\' => value,
            (byte)'\b' => (byte)'b',
            (byte)'\f' => (byte)'f',
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            _ => (byte)'u',
        };
        room[0] = (byte)'\\';
        room[1] = letter;
        if (letter == 'u') value.TryFormat(room[2..], out _, "X4", CultureInfo.InvariantCulture);
        output.Advance(letter == 'u' ? 6 : 2);
    }

    private void Raw(ReadOnlySpan<byte> bytes) => output.Write(bytes);
}
