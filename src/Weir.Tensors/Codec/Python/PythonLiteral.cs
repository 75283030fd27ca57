using System.Numerics;

namespace Weir.Codec.Python;

/// <summary>Reads Python literals: numbers, strings, bytes, lists, tuples, dicts, sets, True, False, None. Nothing is ever run.</summary>
/// <remarks>Source: <c>ast.literal_eval</c> of Python 3.11. Names of characters (<c>\N{...}</c>) are not known here and are refused.</remarks>
internal ref struct PythonLiteral
{
    /// <summary>Python's own bound on nested brackets.</summary>
    private const int MaxDepth = 200;

    private PythonScanner scanner;
    private int depth;

    /// <summary>How an expression was written: literal_eval lets signs and sums stand only before and between plain numbers.</summary>
    private enum Form
    {
        Constant,
        Signed,
        Composed,
    }

    /// <summary>Reads a whole text.</summary>
    /// <exception cref="FormatException">The text is no literal.</exception>
    public static PythonValue Parse(string text)
    {
        PythonLiteral parser = new() { scanner = new PythonScanner(text.AsSpan().TrimStart(" \t")) };
        parser.scanner.SkipBlankLines();
        PythonValue value = parser.ReadExpressionList();
        parser.scanner.RequireEnd();
        return value;
    }

    /// <summary>An expression, or several with commas: a tuple without brackets.</summary>
    private PythonValue ReadExpressionList()
    {
        PythonValue first = ReadExpression(out _);
        if (!scanner.TryTake(',')) return first;
        List<PythonValue> items = [first];
        while (!scanner.IsAtEndOfLine)
        {
            items.Add(ReadExpression(out _));
            if (!scanner.TryTake(',')) break;
        }

        return new PythonSequence(items, IsTuple: true);
    }

    private PythonValue ReadExpression(out Form form)
    {
        PythonValue left = ReadSigned(out form);
        while (scanner.Peek is '+' or '-')
        {
            bool negative = scanner.Take() == '-';
            PythonValue right = ReadSigned(out Form rightForm);
            if (form == Form.Composed || rightForm != Form.Constant || left is not (PythonInt or PythonFloat) || right is not PythonComplex imaginary)
            {
                throw scanner.Refused("a sum of other things than a number and an imaginary number");
            }

            double real = left is PythonInt integer ? ToDouble(integer.Value) : ((PythonFloat)left).Value;
            left = new PythonComplex(negative ? new Complex(real - imaginary.Value.Real, -imaginary.Value.Imaginary) : new Complex(real + imaginary.Value.Real, imaginary.Value.Imaginary));
            form = Form.Composed;
        }

        return left;
    }

    private PythonValue ReadSigned(out Form form)
    {
        if (scanner.Peek is not ('+' or '-')) return ReadAtom(out form);
        bool negative = scanner.Take() == '-';
        PythonValue value = ReadAtom(out form);
        if (form != Form.Constant) throw scanner.Refused("a sign before something else than a number");
        form = Form.Signed;
        return value switch
        {
            PythonInt i => negative ? new PythonInt(-i.Value) : i,
            PythonFloat f => negative ? new PythonFloat(-f.Value) : f,
            PythonComplex c => negative ? new PythonComplex(-c.Value) : c,
            _ => throw scanner.Refused("a sign before something else than a number"),
        };
    }

    private PythonValue ReadAtom(out Form form)
    {
        form = Form.Composed;
        char next = scanner.Peek;
        switch (next)
        {
            case '(': return ReadParenthesis(out form);
            case '[':
                Open();
                List<PythonValue> items = ReadItems(']', out _);
                Close();
                return new PythonSequence(items, IsTuple: false);
            case '{': return ReadBraces();
            case '.' when scanner.TryTakeText("..."): return PythonEllipsis.Instance;
            case (>= '0' and <= '9') or '.':
                form = Form.Constant;
                return scanner.ReadNumber();
            case '\'' or '"': return scanner.ReadStrings();
            default: return ReadWord();
        }
    }

    private PythonValue ReadWord()
    {
        if (scanner.IsAtString) return scanner.ReadStrings();
        ReadOnlySpan<char> word = scanner.ReadWord();
        return word switch
        {
            "True" => new PythonBool(true),
            "False" => new PythonBool(false),
            "None" => PythonNone.Instance,
            "set" when scanner.TryTake('(') && scanner.TryTake(')') => new PythonSet([]),
            _ => throw scanner.Refused($"\"{word}\""),
        };
    }

    private PythonValue ReadParenthesis(out Form form)
    {
        Open();
        if (scanner.Peek == ')')
        {
            Close();
            form = Form.Composed;
            return new PythonSequence([], IsTuple: true);
        }

        PythonValue first = ReadExpression(out form);
        if (scanner.TryTake(','))
        {
            form = Form.Composed;
            List<PythonValue> rest = ReadItems(')', out _);
            first = new PythonSequence([first, .. rest], IsTuple: true);
        }

        if (scanner.Peek != ')') throw scanner.Refused("something else than \")\" at the end of a tuple");
        Close();
        return first;
    }

    /// <summary>Items with commas between them, up to the closing bracket, which stays.</summary>
    private List<PythonValue> ReadItems(char end, out bool trailingComma)
    {
        List<PythonValue> items = [];
        trailingComma = false;
        while (scanner.Peek != end)
        {
            items.Add(ReadExpression(out _));
            trailingComma = scanner.TryTake(',');
            if (!trailingComma && scanner.Peek != end) throw scanner.Refused($"something else than \",\" or \"{end}\" after an item");
        }

        return items;
    }

    private PythonValue ReadBraces()
    {
        Open();
        List<KeyValuePair<PythonValue, PythonValue>> pairs = [];
        List<PythonValue> items = [];
        while (scanner.Peek != '}')
        {
            PythonValue key = ReadExpression(out _);
            if (!key.IsHashable) throw scanner.Refused($"a key of unhashable type: '{key.TypeName}'");
            bool isPair = scanner.TryTake(':');
            if (isPair ? items.Count > 0 : pairs.Count > 0) throw scanner.Refused("braces that are neither a dict nor a set");
            if (isPair) pairs.Add(new(key, ReadExpression(out _)));
            else items.Add(key);
            if (!scanner.TryTake(',') && scanner.Peek != '}') throw scanner.Refused("something else than \",\" or \"}\" after an item");
        }

        Close();
        return items.Count > 0 ? new PythonSet(items) : new PythonDict(pairs);
    }

    private void Open()
    {
        if (++depth > MaxDepth) throw scanner.Refused($"more than {MaxDepth} nested brackets");
        scanner.Take();
        scanner.Brackets++;
    }

    private void Close()
    {
        depth--;
        scanner.Brackets--;
        scanner.Take();
    }

    private static double ToDouble(BigInteger value) => (double)value;
}
