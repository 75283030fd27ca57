using System.Globalization;

namespace Weir.Json;

/// <summary>Checks that a text begins with a JSON value. What follows the value is not looked at.</summary>
/// <remarks>
/// Takes what TensorFlow Serving's parser (RapidJSON: iterative, NaN and infinities allowed, stop when done) takes, and says what it says,
/// but for one thing: nesting has a limit. Nothing recurses and nothing is allocated.
/// </remarks>
internal ref struct JsonSyntax
{
    /// <summary>Two levels more than a tensor can have dimensions.</summary>
    public const int MaxDepth = 256;

    private readonly ReadOnlySpan<byte> text;
    private int position;

    private JsonSyntax(ReadOnlySpan<byte> text) => this.text = text;

    private readonly byte Current => position < text.Length ? text[position] : (byte)0;

    /// <returns>Where the value ends.</returns>
    /// <exception cref="TfException">INVALID_ARGUMENT, with the offset in bytes.</exception>
    public static int Check(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) throw new TfException(StatusCode.InvalidArgument, "JSON Parse error: The document is empty");
        JsonSyntax syntax = new(text);
        syntax.Document();
        return syntax.position;
    }

    private void Document()
    {
        Span<bool> isObject = stackalloc bool[MaxDepth];
        int depth = 0;
        Space();
        if (position == text.Length) throw Error("The document is empty.");
        while (true)
        {
            if (Current is (byte)'{' or (byte)'[')
            {
                if (depth == MaxDepth) throw Error($"Nesting is deeper than {MaxDepth} levels.");
                isObject[depth++] = Current == '{';
                position++;
                Space();
                if (Current != (isObject[depth - 1] ? '}' : ']'))
                {
                    if (isObject[depth - 1]) Name();
                    continue;
                }

                position++;
                depth--;
            }
            else
            {
                Scalar();
            }

            // A value has ended: go on behind it, up to the next value or the end.
            while (depth > 0)
            {
                Space();
                bool closes = Current == (isObject[depth - 1] ? '}' : ']');
                if (!closes && Current != ',')
                {
                    throw Error(isObject[depth - 1] ? "Missing a comma or } after an object member." : "Missing a comma or ] after an array element.");
                }

                position++;
                if (!closes)
                {
                    Space();
                    if (isObject[depth - 1]) Name();
                    break;
                }

                depth--;
            }

            if (depth == 0) return;
        }
    }

    private void Name()
    {
        if (Current != '"') throw Error("Missing a name for object member.");
        String();
        Space();
        if (Current != ':') throw Error("Missing a colon after a name of object member.");
        position++;
        Space();
    }

    private void Scalar()
    {
        switch (Current)
        {
            case (byte)'"': String(); break;
            case (byte)'n': Literal("null"u8); break;
            case (byte)'t': Literal("true"u8); break;
            case (byte)'f': Literal("false"u8); break;
            default: Number(); break;
        }
    }

    private void Literal(ReadOnlySpan<byte> literal)
    {
        for (int i = 0; i < literal.Length; i++, position++)
        {
            if (Current != literal[i]) throw Error("Invalid value.");
        }
    }

    private void Number()
    {
        int start = position;
        if (Current == '-') position++;
        if (Current is (byte)'N' or (byte)'I')
        {
            if (Current == 'N') Literal("NaN"u8);
            else Literal("Inf"u8);
            if (text[position - 1] == 'f' && Current == 'i') Literal("inity"u8);
            return;
        }

        if (!char.IsAsciiDigit((char)Current)) throw Error("Invalid value.");
        if (Current == '0') position++;
        else Digits();
        bool isInteger = true;
        if (Current == '.')
        {
            isInteger = false;
            position++;
            if (!char.IsAsciiDigit((char)Current)) throw Error("Miss fraction part in number.");
            Digits();
        }

        if (Current is (byte)'e' or (byte)'E')
        {
            isInteger = false;
            position++;
            if (Current is (byte)'+' or (byte)'-') position++;
            if (!char.IsAsciiDigit((char)Current)) throw Error("Miss exponent in number.");
            Digits();
        }

        if (isInteger && position - start < 300) return;
        if (double.IsInfinity(double.Parse(text[start..position], NumberStyles.Float, CultureInfo.InvariantCulture)))
        {
            position = start;
            throw Error("Number too big to be stored in double.");
        }
    }

    private void Digits()
    {
        while (char.IsAsciiDigit((char)Current)) position++;
    }

    private void String()
    {
        position++;
        while (true)
        {
            byte next = Current;
            if (next == '"')
            {
                position++;
                return;
            }

            if (next == '\\') Escape();
            else if (next >= ' ') position++;
            else if (next != 0) throw Error("Invalid encoding in string.");
            else throw Error("Missing a closing quotation mark in string.");
        }
    }

    private void Escape()
    {
        int start = position++;
        byte next = Current;
        position++;
        if ("\"\\/bfnrt"u8.Contains(next)) return;
        if (next != 'u') throw Error("Invalid escape character in string.", start);
        int unit = Hex(start);
        if (unit is >= 0xD800 and <= 0xDFFF)
        {
            if (unit > 0xDBFF || Current != '\\') throw Error("The surrogate pair in string is invalid.", start);
            position++;
            if (Current != 'u') throw Error("The surrogate pair in string is invalid.", start);
            position++;
            if (Hex(start) is < 0xDC00 or > 0xDFFF) throw Error("The surrogate pair in string is invalid.", start);
        }
    }

    private int Hex(int start)
    {
        int unit = 0;
        for (int i = 0; i < 4; i++, position++)
        {
            if (!char.IsAsciiHexDigit((char)Current)) throw Error("Incorrect hex digit after \\u escape in string.", start);
            unit = (unit << 4) | Convert.ToInt32(((char)Current).ToString(), 16);
        }

        return unit;
    }

    private void Space()
    {
        while (Current is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') position++;
    }

    private readonly TfException Error(string what) => Error(what, position);

    private static TfException Error(string what, int offset) =>
        new(StatusCode.InvalidArgument, $"JSON Parse error: {what} at offset: {offset}");
}
