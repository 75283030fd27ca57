using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Weir.Json;

/// <summary>A place in a JSON text whose syntax has been checked. A copy is a second place: to look ahead costs nothing but the way.</summary>
/// <remarks>There is no tree of values: a text of many numbers takes no memory but its own.</remarks>
internal ref struct JsonCursor
{
    private static readonly SearchValues<byte> TokenEnds = SearchValues.Create(" \n\r\t,:]}"u8);

    private readonly ReadOnlySpan<byte> text;
    private int position;

    /// <param name="text">One value, checked by <see cref="JsonSyntax"/>; the cursor stands before it.</param>
    public JsonCursor(ReadOnlySpan<byte> text) => this.text = text;

    /// <summary>How many bytes there are from here on: no list has more elements.</summary>
    public readonly int Remaining => text.Length - position;

    /// <summary>The kind of the value that comes next.</summary>
    public JsonKind Kind
    {
        get
        {
            Space();
            return text[position] switch
            {
                (byte)'n' => JsonKind.Null,
                (byte)'f' => JsonKind.False,
                (byte)'t' => JsonKind.True,
                (byte)'{' => JsonKind.Object,
                (byte)'[' => JsonKind.Array,
                (byte)'"' => JsonKind.String,
                _ => JsonKind.Number,
            };
        }
    }

    /// <summary>Goes into a list or an object; then <see cref="Next"/> or <see cref="NextMember"/> until it is false.</summary>
    public void Enter()
    {
        Space();
        position++;
    }

    /// <summary>Goes to the next element of a list; false: the list is over, and behind the cursor.</summary>
    public bool Next()
    {
        Space();
        if (text[position] is (byte)']' or (byte)'}')
        {
            position++;
            return false;
        }

        if (text[position] == ',') position++;
        return true;
    }

    /// <summary>Goes to the value of the next member of an object; false: the object is over, and behind the cursor.</summary>
    public bool NextMember(out string name)
    {
        name = "";
        if (!Next()) return false;
        name = Encoding.UTF8.GetString(ReadString());
        Space();
        position++;
        return true;
    }

    /// <summary>The number of elements of the list, or members of the object, that comes next. The cursor stays.</summary>
    public readonly long Count()
    {
        JsonCursor walk = this;
        bool isObject = walk.Kind == JsonKind.Object;
        long count = 0;
        for (walk.Enter(); isObject ? walk.NextMember(out _) : walk.Next(); count++) walk.Skip();
        return count;
    }

    /// <summary>Goes behind the value that comes next.</summary>
    public void Skip()
    {
        int depth = 0;
        do
        {
            Space();
            switch (text[position])
            {
                case (byte)'{' or (byte)'[':
                    depth++;
                    position++;
                    break;
                case (byte)'}' or (byte)']':
                    depth--;
                    position++;
                    break;
                case (byte)',' or (byte)':':
                    position++;
                    break;
                case (byte)'"':
                    SkipString();
                    break;
                default:
                    Token();
                    break;
            }
        }
        while (depth > 0);
    }

    /// <summary>Reads a string, as UTF-8 with its escapes resolved.</summary>
    public byte[] ReadString()
    {
        Space();
        int start = position + 1;
        SkipString();
        return JsonEscapes.Resolve(text[start..(position - 1)]);
    }

    public bool ReadBool() => Token()[0] == 't';

    /// <summary>Reads a number that is written without point and exponent and fits; else false, and the cursor stays.</summary>
    public bool TryReadInt64(out long value)
    {
        JsonCursor ahead = this;
        ReadOnlySpan<byte> token = ahead.Token();
        if (!Utf8Parser.TryParse(token, out value, out int used) || used != token.Length) return false;
        this = ahead;
        return true;
    }

    /// <inheritdoc cref="TryReadInt64"/>
    public bool TryReadUInt64(out ulong value)
    {
        JsonCursor ahead = this;
        ReadOnlySpan<byte> token = ahead.Token();
        bool isNegativeZero = token.SequenceEqual("-0"u8);
        if (!Utf8Parser.TryParse(isNegativeZero ? "0"u8 : token, out value, out int used) || (used != token.Length && !isNegativeZero)) return false;
        this = ahead;
        return true;
    }

    /// <summary>Reads any number.</summary>
    public double ReadDouble()
    {
        ReadOnlySpan<byte> token = Token();
        if (Utf8Parser.TryParse(token, out double value, out int used) && used == token.Length) return value;
        bool isNegative = token[0] == '-';
        if (isNegative) token = token[1..];
        if (token[0] == 'N') return double.NaN;
        if (token[0] == 'I') return isNegative ? double.NegativeInfinity : double.PositiveInfinity;
        value = double.Parse(token, CultureInfo.InvariantCulture);
        return isNegative ? -value : value;
    }

    /// <summary>Takes a word or number.</summary>
    private ReadOnlySpan<byte> Token()
    {
        Space();
        int length = text[position..].IndexOfAny(TokenEnds);
        ReadOnlySpan<byte> token = length < 0 ? text[position..] : text.Slice(position, length);
        position += token.Length;
        return token;
    }

    private void SkipString()
    {
        position++;
        while (true)
        {
            position += text[position..].IndexOfAny((byte)'"', (byte)'\\');
            if (text[position] == '"') break;
            position += 2;
        }

        position++;
    }

    private void Space()
    {
        while (position < text.Length && text[position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') position++;
    }
}
