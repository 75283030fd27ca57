using Weir.Codec.Python;

namespace Weir.Cli.Expressions.Numpy;

/// <summary>Reads an expression of Python's: operators, calls, indices, lists, comprehensions. What it does not know it refuses.</summary>
internal ref struct ExpressionParser
{
    /// <summary>Expressions within each other; deeper ones could exhaust the stack.</summary>
    private const int MaxDepth = 100;

    private static readonly string[][] Levels = [["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "//", "/", "%", "@"]];
    private static readonly string[] Comparisons = ["<=", ">=", "==", "!=", "<", ">"];

    private PythonScanner scanner;
    private int depth;

    /// <exception cref="FormatException">The text is no such expression.</exception>
    public static ExpressionNode Parse(string text)
    {
        ExpressionParser parser = new() { scanner = new PythonScanner(text.AsSpan().Trim(" \t")) };
        ExpressionNode node = parser.Condition();
        parser.scanner.RequireEnd();
        return node;
    }

    private ExpressionNode Condition()
    {
        if (++depth > MaxDepth) throw scanner.Refused($"more than {MaxDepth} expressions within each other");
        ExpressionNode yes = Or();
        if (TryWord("if"))
        {
            ExpressionNode condition = Or();
            if (!TryWord("else")) throw scanner.Refused("an \"if\" without \"else\"");
            yes = new ConditionNode(condition, yes, Condition());
        }

        depth--;
        return yes;
    }

    private ExpressionNode Or()
    {
        ExpressionNode left = And();
        while (TryWord("or")) left = new LogicNode(false, left, And());
        return left;
    }

    private ExpressionNode And()
    {
        ExpressionNode left = Not();
        while (TryWord("and")) left = new LogicNode(true, left, Not());
        return left;
    }

    private ExpressionNode Not()
    {
        int negations = 0;
        while (TryWord("not")) negations++;
        ExpressionNode node = Comparison();
        return negations == 0 ? node : new UnaryNode(negations % 2 == 1 ? "not" : "bool", node);
    }

    private ExpressionNode Comparison()
    {
        ExpressionNode first = Level(0);
        List<(string, ExpressionNode)> rest = [];
        while (TryOperator(Comparisons) is { } op) rest.Add((op, Level(0)));
        return rest.Count == 0 ? first : new ComparisonNode(first, rest);
    }

    private ExpressionNode Level(int level)
    {
        if (level == Levels.Length) return Signed();
        ExpressionNode left = Level(level + 1);
        while (TryOperator(Levels[level]) is { } op) left = new BinaryNode(op, left, Level(level + 1));
        return left;
    }

    private ExpressionNode Signed()
    {
        if (++depth > MaxDepth) throw scanner.Refused($"more than {MaxDepth} expressions within each other");
        char sign = scanner.Peek;
        ExpressionNode node = sign is '+' or '-' or '~' ? new UnaryNode(scanner.Take().ToString(), Signed()) : Power();
        depth--;
        return node;
    }

    private ExpressionNode Power()
    {
        ExpressionNode node = Postfix();
        _ = scanner.Peek;
        return scanner.TryTakeText("**") ? new BinaryNode("**", node, Signed()) : node;
    }

    private ExpressionNode Postfix()
    {
        ExpressionNode node = Atom();
        while (true)
        {
            if (scanner.Peek == '(') node = Call(node);
            else if (scanner.Peek == '[') node = new IndexNode(node, Bracketed(']', Subscript));
            else if (scanner.TryTake('.')) node = new AttributeNode(node, Name());
            else return node;
        }
    }

    private ExpressionNode Atom()
    {
        char next = scanner.Peek;
        switch (next)
        {
            case '(': return Parenthesis();
            case '[': return List();
            case '{': return Dict();
            case '.' when scanner.TryTakeText("..."): return new ConstantNode(PythonEllipsis.Instance);
            case (>= '0' and <= '9') or '.': return new ConstantNode(scanner.ReadNumber());
            case '\'' or '"': return new ConstantNode(scanner.ReadStrings());
        }

        if (scanner.IsAtString) return new ConstantNode(scanner.ReadStrings());
        string word = Name();
        return word switch
        {
            "True" => new ConstantNode(new PythonBool(true)),
            "False" => new ConstantNode(new PythonBool(false)),
            "None" => new ConstantNode(PythonNone.Instance),
            "if" or "else" or "for" or "in" or "and" or "or" or "not" or "is" or "lambda" or "import" => throw scanner.Refused($"\"{word}\""),
            _ => new NameNode(word),
        };
    }

    private ExpressionNode Parenthesis()
    {
        Open();
        if (TryClose(')')) return new ListNode([], IsTuple: true);
        ExpressionNode first = Condition();
        if (!scanner.TryTake(','))
        {
            if (TryClose(')')) return first;
            throw scanner.Refused("something else than \")\"");
        }

        return new ListNode([first, .. Rest(')')], IsTuple: true);
    }

    private ExpressionNode List()
    {
        Open();
        if (TryClose(']')) return new ListNode([], IsTuple: false);
        ExpressionNode first = Condition();
        if (TryWord("for")) return Comprehension(first);
        if (scanner.TryTake(',')) return new ListNode([first, .. Rest(']')], IsTuple: false);
        if (!TryClose(']')) throw scanner.Refused("something else than \"]\"");
        return new ListNode([first], IsTuple: false);
    }

    private DictNode Dict()
    {
        Open();
        List<(ExpressionNode, ExpressionNode)> items = [];
        while (!TryClose('}'))
        {
            ExpressionNode key = Condition();
            if (!scanner.TryTake(':')) throw scanner.Refused("a key without \":\"");
            items.Add((key, Condition()));
            if (!scanner.TryTake(',') && scanner.Peek != '}') throw scanner.Refused("something else than \",\" or \"}\"");
        }

        return new DictNode(items);
    }

    private ComprehensionNode Comprehension(ExpressionNode item)
    {
        string name = Name();
        if (!TryWord("in")) throw scanner.Refused("a \"for\" without \"in\"");
        ExpressionNode items = Or();
        ExpressionNode? condition = TryWord("if") ? Or() : null;
        if (!TryClose(']')) throw scanner.Refused("something else than \"]\"");
        return new ComprehensionNode(item, name, items, condition);
    }

    private List<ExpressionNode> Rest(char end)
    {
        List<ExpressionNode> items = [];
        while (!TryClose(end))
        {
            items.Add(Condition());
            if (!scanner.TryTake(',') && scanner.Peek != end) throw scanner.Refused($"something else than \",\" or \"{end}\"");
        }

        return items;
    }

    private delegate ExpressionNode ItemReader(ref ExpressionParser parser);

    private static ExpressionNode Subscript(ref ExpressionParser parser)
    {
        ExpressionNode? start = parser.scanner.Peek == ':' ? null : parser.Condition();
        if (!parser.scanner.TryTake(':')) return start!;
        ExpressionNode? stop = parser.scanner.Peek is ':' or ',' or ']' ? null : parser.Condition();
        ExpressionNode? step = parser.scanner.TryTake(':') && parser.scanner.Peek is not (',' or ']') ? parser.Condition() : null;
        return new SliceNode(start, stop, step);
    }

    private List<ExpressionNode> Bracketed(char end, ItemReader read)
    {
        Open();
        List<ExpressionNode> items = [];
        while (!TryClose(end))
        {
            items.Add(read(ref this));
            if (!scanner.TryTake(',') && scanner.Peek != end) throw scanner.Refused($"something else than \",\" or \"{end}\"");
        }

        return items;
    }

    private CallNode Call(ExpressionNode function)
    {
        Open();
        List<ExpressionNode> arguments = [];
        List<(string, ExpressionNode)> named = [];
        while (!TryClose(')'))
        {
            ExpressionNode argument = Condition();
            if (argument is NameNode { Name: var name } && scanner.Peek == '=' && scanner.TryTake('=')) named.Add((name, Condition()));
            else arguments.Add(argument);
            if (!scanner.TryTake(',') && scanner.Peek != ')') throw scanner.Refused("something else than \",\" or \")\"");
        }

        return new CallNode(function, arguments, named);
    }

    private void Open()
    {
        scanner.Take();
        scanner.Brackets++;
    }

    private bool TryClose(char end)
    {
        if (!scanner.TryTake(end)) return false;
        scanner.Brackets--;
        return true;
    }

    private string Name()
    {
        _ = scanner.Peek;
        return scanner.ReadWord().ToString();
    }

    private bool TryWord(string word)
    {
        _ = scanner.Peek;
        PythonScanner before = scanner;
        if (scanner.TryTakeText(word) && !(char.IsLetterOrDigit(scanner.PeekHere) || scanner.PeekHere == '_')) return true;
        scanner = before;
        return false;
    }

    private string? TryOperator(string[] known)
    {
        _ = scanner.Peek;
        PythonScanner before = scanner;
        foreach (string op in known)
        {
            // "*" is not the first half of "**", nor "<" of "<<", nor "/" of "//".
            if (scanner.TryTakeText(op) && (op.Length == 2 || scanner.PeekHere != op[0] || op is "+" or "-")) return op;
            scanner = before;
        }

        return null;
    }
}
