using System.Globalization;
using System.Numerics;
using System.Text;

namespace Weir.Codec.Python;

/// <summary>The tokens of Python literals.</summary>
internal ref struct PythonScanner(ReadOnlySpan<char> text)
{
    /// <summary>Python's own bound on the digits of a decimal number: reading more takes quadratic time.</summary>
    private const int MaxDigits = 4300;

    private readonly ReadOnlySpan<char> text = text;
    private int position;

    /// <summary>How many brackets are open: within them lines do not end anything.</summary>
    public int Brackets { get; set; }

    /// <summary>The next character after blanks; NUL at the end.</summary>
    public char Peek
    {
        get
        {
            SkipBlanks();
            return At(0);
        }
    }

    /// <summary>The very next character, a blank too; NUL at the end.</summary>
    public readonly char PeekHere => At(0);

    public bool IsAtEndOfLine => Peek is '\0' or '\n' or '\r';

    /// <summary>Whether a prefixed string such as <c>rb''</c> follows.</summary>
    public bool IsAtString
    {
        get
        {
            int length = 0;
            while (length < 3 && char.IsAsciiLetter(At(length))) length++;
            return length <= 2 && At(length) is '\'' or '"';
        }
    }

    public char Take() => text[position++];

    public bool TryTake(char expected)
    {
        if (Peek != expected || position >= text.Length) return false;
        position++;
        return true;
    }

    public bool TryTakeText(string expected)
    {
        if (!text[position..].StartsWith(expected, StringComparison.Ordinal)) return false;
        position += expected.Length;
        return true;
    }

    public FormatException Refused(string found) => new($"Not a Python literal: {found}, at character {Math.Min(position, text.Length)}.");

    public void SkipBlankLines()
    {
        Brackets++;
        SkipBlanks();
        Brackets--;
    }

    public void RequireEnd()
    {
        SkipBlankLines();
        if (position < text.Length) throw Refused($"\"{text[position]}\" after the end of the expression");
    }

    public ReadOnlySpan<char> ReadWord()
    {
        int start = position;
        while (IsWordPart(At(0))) position++;
        if (position > start) return text[start..position];
        throw Refused(position < text.Length ? $"\"{text[position]}\"" : "the end of the text");
    }

    /// <summary>An integer, a float or an imaginary number, without a sign.</summary>
    public PythonValue ReadNumber()
    {
        int start = position;
        if (At(0) == '0' && char.ToLowerInvariant(At(1)) is 'x' or 'o' or 'b') return ReadBased();
        bool isFloat = false;
        TakeDigits();
        if (At(0) == '.')
        {
            isFloat = true;
            position++;
            if (char.IsAsciiDigit(At(0))) TakeDigits();
        }

        if (position == start + 1 && isFloat) throw Refused("\".\"");
        if (At(0) is 'e' or 'E')
        {
            isFloat = true;
            position += At(1) is '+' or '-' ? 2 : 1;
            if (!char.IsAsciiDigit(At(0))) throw Refused("an exponent without digits");
            TakeDigits();
        }

        string digits = text[start..position].ToString().Replace("_", "", StringComparison.Ordinal);
        bool isImaginary = At(0) is 'j' or 'J';
        if (isImaginary) position++;
        if (IsWordPart(At(0))) throw Refused("a number that is followed by a letter");
        if (isFloat || isImaginary)
        {
            double value = double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
            return isImaginary ? new PythonComplex(new Complex(0, value)) : new PythonFloat(value);
        }

        if (digits[0] == '0' && digits.AsSpan().ContainsAnyExcept('0')) throw Refused("a decimal number with leading zeros");
        if (digits.Length > MaxDigits) throw Refused($"a number of more than {MaxDigits} digits");
        return new PythonInt(BigInteger.Parse(digits, CultureInfo.InvariantCulture));
    }

    /// <summary>One string, or several that stand side by side and are joined.</summary>
    public PythonValue ReadStrings()
    {
        StringBuilder joined = new();
        bool? isBytes = null;
        do
        {
            bool wasBytes = ReadString(joined);
            if (isBytes is { } before && before != wasBytes) throw Refused("bytes and text side by side");
            isBytes = wasBytes;
            SkipBlanks();
        }
        while (IsAtString);
        return isBytes == true ? new PythonBytes(Encoding.Latin1.GetBytes(joined.ToString())) : new PythonStr(joined.ToString());
    }

    /// <summary>Appends a string's characters (a byte each for bytes). Says whether it was bytes.</summary>
    private bool ReadString(StringBuilder result)
    {
        bool isBytes = false, isRaw = false, isUnicode = false;
        for (; At(0) is not ('\'' or '"'); position++)
        {
            ref bool flag = ref isBytes;
            switch (char.ToLowerInvariant(At(0)))
            {
                case 'b': break;
                case 'r': flag = ref isRaw; break;
                case 'u': flag = ref isUnicode; break;
                default: throw Refused($"a string with the prefix \"{At(0)}\"");
            }

            if (flag || isUnicode) throw Refused("a string with a double prefix");
            flag = true;
        }

        if (isUnicode && (isBytes || isRaw)) throw Refused("a string with a double prefix");
        PythonEscapes escapes = new(isBytes);
        char quote = Take();
        bool isTriple = At(0) == quote && At(1) == quote;
        if (isTriple) position += 2;
        while (true)
        {
            if (position >= text.Length) throw Refused("a string without an end");
            char next = Take();
            if (next == quote && (!isTriple || (At(0) == quote && At(1) == quote)))
            {
                position += isTriple ? 2 : 0;
                return isBytes;
            }

            if (next is '\n' or '\r' && !isTriple) throw Refused("a string without an end");
            if (isBytes && next > 0x7f) throw Refused("bytes with a character beyond ASCII");
            if (next == '\r')
            {
                if (At(0) == '\n') position++;
                next = '\n';
            }

            if (next != '\\') result.Append(next);
            else if (isRaw) TakeRawEscape(result);
            else if (!escapes.TryRead(text, ref position, result)) throw Refused("a broken escape");
        }
    }

    private void TakeRawEscape(StringBuilder result)
    {
        result.Append('\\');
        if (position < text.Length) result.Append(Take());
    }

    private PythonInt ReadBased()
    {
        char kind = char.ToLowerInvariant(At(1));
        int bits = kind switch { 'x' => 4, 'o' => 3, _ => 1 };
        position += 2;
        BigInteger value = BigInteger.Zero;
        int digits = 0;
        while (true)
        {
            bool underscore = At(0) == '_';
            char digit = At(underscore ? 1 : 0);
            int number = char.IsAsciiHexDigit(digit) ? Convert.ToInt32(digit.ToString(), 16) : 16;
            if (number >> bits != 0)
            {
                if (digits == 0 || underscore || IsWordPart(digit)) throw Refused("a broken number");
                return new PythonInt(value);
            }

            if (++digits > MaxDigits) throw Refused($"a number of more than {MaxDigits} digits");
            value = (value << bits) | number;
            position += underscore ? 2 : 1;
        }
    }

    private void TakeDigits()
    {
        while (char.IsAsciiDigit(At(0)) || (At(0) == '_' && position > 0 && char.IsAsciiDigit(text[position - 1]) && char.IsAsciiDigit(At(1)))) position++;
    }

    private void SkipBlanks()
    {
        while (position < text.Length)
        {
            char next = text[position];
            if (next is ' ' or '\t' or '\f' || (Brackets > 0 && next is '\n' or '\r')) position++;
            else if (next == '\\' && At(1) is '\n' or '\r') position += 2;
            else if (next == '#') SkipComment();
            else return;
        }
    }

    private void SkipComment()
    {
        while (position < text.Length && text[position] is not ('\n' or '\r')) position++;
    }

    private readonly char At(int offset) => position + offset < text.Length ? text[position + offset] : '\0';

    private static bool IsWordPart(char c) => c == '_' || char.IsLetterOrDigit(c);
}
