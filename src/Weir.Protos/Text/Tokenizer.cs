using System.Buffers;
using System.Text;

namespace Weir.Protos.Text;

internal enum TokenKind : byte
{
    End,
    Identifier,
    Integer,
    Float,
    String,
    Symbol,
}

/// <summary>Cuts a text into tokens, one ahead of the parser, and throws at the first that is not well formed.</summary>
/// <remarks>A byte outside ASCII is part of a string or a comment, or an error. Line and column are worked out for errors only.</remarks>
internal ref struct Tokenizer
{
    private static readonly SearchValues<byte> StringStops = SearchValues.Create("\"'\\\n\0"u8);

    private readonly ReadOnlySpan<byte> _text;
    private int _position;

    public Tokenizer(ReadOnlySpan<byte> text)
    {
        _text = text;
        Next();
    }

    public TokenKind Kind { get; private set; }

    /// <summary>Where the current token begins.</summary>
    public int Start { get; private set; }

    public readonly ReadOnlySpan<byte> Current => _text[Start.._position];

    public readonly bool IsSymbol(byte symbol) => Kind == TokenKind.Symbol && _text[Start] == symbol;

    public void Next()
    {
        SkipBlanks();
        Start = _position;
        if (_position >= _text.Length)
        {
            Kind = TokenKind.End;
            return;
        }
        byte first = _text[_position++];
        if (AsciiClass.IsLetter(first))
            Kind = Identifier();
        else if (AsciiClass.IsDigit(first))
            Kind = Number(first == '0', isFloat: false);
        else if (first is (byte)'"' or (byte)'\'')
            Kind = StringLiteral(first);
        else if (first == '.' && AsciiClass.IsDigit(Peek()))
            Kind = Number(startsWithZero: false, isFloat: true);
        else
            Kind = Symbol(first);
    }

    /// <summary>An error at the current token.</summary>
    public readonly TfException Error(string message) => ErrorAt(Start, message);

    /// <summary>The current token for a message: long ones shortened, whatever is not UTF-8 replaced.</summary>
    public readonly string CurrentText
    {
        get
        {
            const int longest = 100;
            ReadOnlySpan<byte> token = Current;
            return token.Length <= longest ? Encoding.UTF8.GetString(token) : Encoding.UTF8.GetString(token[..longest]) + "...";
        }
    }

    private readonly TfException ErrorAt(int position, string message)
    {
        (int line, int column) = TextPosition.Of(_text[..position]);
        return new TfException(StatusCode.InvalidArgument, $"{line}:{column}: {message}");
    }

    /// <summary>The byte at the position, 0 at the end.</summary>
    private readonly byte Peek() => _position < _text.Length ? _text[_position] : (byte)0;

    private void SkipBlanks()
    {
        ReadOnlySpan<byte> text = _text;
        int at = _position;
        while (at < text.Length)
        {
            byte b = text[at];
            if (b is (byte)' ' or >= (byte)'\t' and <= (byte)'\r')
            {
                at++;
                continue;
            }
            if (b != '#')
                break;
            int end = text[at..].IndexOfAny((byte)'\n', (byte)0);
            at = end < 0 ? text.Length : at + end;
        }
        _position = at;
    }

    private TokenKind Identifier()
    {
        ReadOnlySpan<byte> text = _text;
        int at = _position;
        while (at < text.Length && AsciiClass.IsLetterOrDigit(text[at]))
            at++;
        _position = at;
        return TokenKind.Identifier;
    }

    private TokenKind Number(bool startsWithZero, bool isFloat)
    {
        if (startsWithZero && TryTake((byte)'x', (byte)'X'))
            TakeSome(AsciiClass.IsHexDigit, "\"0x\" must be followed by hex digits.");
        else if (startsWithZero && AsciiClass.IsDigit(Peek()))
            Octal();
        else
            isFloat = Decimal(isFloat);

        if (AsciiClass.IsLetter(Peek()))
            throw ErrorAt(_position, "Need space between number and identifier.");
        if (Peek() == '.')
        {
            throw ErrorAt(_position, isFloat
                ? "Already saw decimal point or exponent; can't have another one."
                : "Hex and octal numbers must be integers.");
        }
        return isFloat ? TokenKind.Float : TokenKind.Integer;
    }

    private void Octal()
    {
        while (AsciiClass.IsOctalDigit(Peek()))
            _position++;
        if (AsciiClass.IsDigit(Peek()))
            throw ErrorAt(_position, "Numbers starting with leading zero must be in octal.");
    }

    private bool Decimal(bool isFloat)
    {
        TakeDigits();
        if (!isFloat && TryTake((byte)'.', (byte)'.'))
        {
            isFloat = true;
            TakeDigits();
        }
        if (TryTake((byte)'e', (byte)'E'))
        {
            isFloat = true;
            TryTake((byte)'-', (byte)'+');
            TakeSome(AsciiClass.IsDigit, "\"e\" must be followed by exponent.");
        }
        return TryTake((byte)'f', (byte)'F') || isFloat;
    }

    private TokenKind StringLiteral(byte quote)
    {
        while (true)
        {
            int stop = _text[_position..].IndexOfAny(StringStops);
            _position = stop < 0 ? _text.Length : _position + stop;
            byte found = Peek();
            if (found == '\\')
                Escape();
            else if (found == '\n')
                throw ErrorAt(_position, "String literals cannot cross line boundaries.");
            else if (found == 0)
                throw ErrorAt(_position, "Unexpected end of string.");
            else
            {
                _position++;
                if (found == quote)
                    return TokenKind.String;
            }
        }
    }

    private void Escape()
    {
        do
        {
            _position++;
            byte kind = Peek();
            if (AsciiClass.IsOctalDigit(kind))
            {
                _position++;
                while (AsciiClass.IsOctalDigit(Peek()))
                    _position++;
                continue;
            }
            if (!"abfnrtv\\?'\"xuU"u8.Contains(kind))
                throw ErrorAt(_position, "Invalid escape sequence in string literal.");
            _position++;
            if (kind == 'x')
                TakeHex(1, "Expected hex digits for escape sequence.");
            else if (kind == 'u')
                TakeHex(4, "Expected four hex digits for \\u escape sequence.");
            else if (kind == 'U')
                LongUnicode();
        }
        while (Peek() == '\\');
    }

    private void LongUnicode()
    {
        const string message = "Expected eight hex digits up to 10ffff for \\U escape sequence";
        if (!TryTake((byte)'0', (byte)'0') || !TryTake((byte)'0', (byte)'0') || !TryTake((byte)'0', (byte)'1'))
            throw ErrorAt(_position, message);
        TakeHex(5, message);
    }

    private TokenKind Symbol(byte first)
    {
        if (first < ' ')
            throw ErrorAt(Start, "Invalid control characters encountered in text.");
        if (first >= 0x80)
            throw ErrorAt(Start, $"Interpreting non ascii codepoint {first}.");
        return TokenKind.Symbol;
    }

    private bool TryTake(byte one, byte other)
    {
        if (_position >= _text.Length || (_text[_position] != one && _text[_position] != other))
            return false;
        _position++;
        return true;
    }

    private void TakeDigits()
    {
        while (AsciiClass.IsDigit(Peek()))
            _position++;
    }

    private void TakeSome(Func<byte, bool> isMember, string message)
    {
        if (!isMember(Peek()))
            throw ErrorAt(_position, message);
        while (isMember(Peek()))
            _position++;
    }

    private void TakeHex(int count, string message)
    {
        for (; count > 0; count--, _position++)
        {
            if (!AsciiClass.IsHexDigit(Peek()))
                throw ErrorAt(_position, message);
        }
    }
}
