using System.Runtime.CompilerServices;
using System.Text;

namespace Weir.Patterns;

/// <summary>Reads a pattern in RE2's syntax: Perl's without what can not be matched in linear time.</summary>
internal ref partial struct PatternParser
{
    private const int MaxDepth = 1000;
    private const int MaxRepeat = 1000;
    private const int MaxLength = 1 << 20;

    private readonly ReadOnlySpan<byte> pattern;
    private PatternFlags flags = PatternFlags.OneLine;
    private int at;
    private int depth;

    private PatternParser(ReadOnlySpan<byte> pattern) => this.pattern = pattern;

    /// <summary>How many groups have been opened.</summary>
    public int GroupCount { get; private set; }

    private readonly bool IsAtEnd => at >= pattern.Length;

    /// <exception cref="TfException">INVALID_ARGUMENT: what RE2 refuses.</exception>
    public static PatternNode Parse(ReadOnlySpan<byte> pattern, out int groupCount)
    {
        PatternParser parser = new(pattern);
        if (!System.Text.Unicode.Utf8.IsValid(pattern)) throw parser.Error("invalid UTF-8", 0);
        if (pattern.Length > MaxLength)
        {
            throw new TfException(StatusCode.InvalidArgument, $"Invalid pattern: {pattern.Length} bytes, error: pattern too large");
        }

        PatternNode node = parser.Choice();
        if (!parser.IsAtEnd) throw parser.Error("unexpected )", parser.at);
        groupCount = parser.GroupCount;
        return node;
    }

    private PatternNode Choice()
    {
        List<PatternNode> options = [Sequence()];
        while (TryTake('|')) options.Add(Sequence());
        return options.Count == 1 ? options[0] : new ChoiceNode([.. options]);
    }

    private PatternNode Sequence()
    {
        List<PatternNode> parts = [];
        while (!IsAtEnd && pattern[at] is not ((byte)'|' or (byte)')'))
        {
            int start = at;
            if (TryRepeat(out _, out _)) throw Error("no argument for repetition operator", start);
            if (TryTake("\\Q"))
            {
                Quoted(parts);
                continue;
            }

            PatternNode? atom = Atom();
            if (atom is not null) parts.Add(Repeated(atom, start));
        }

        return parts.Count == 1 ? parts[0] : new SequenceNode([.. parts]);
    }

    private void Quoted(List<PatternNode> parts)
    {
        while (!IsAtEnd && !TryTake("\\E")) parts.Add(Literal(Rune()));
        if (parts.Count > 0 && !IsAtEnd) parts[^1] = Repeated(parts[^1], at);
    }

    private PatternNode Repeated(PatternNode atom, int start)
    {
        int operatorStart = at;
        if (!TryRepeat(out int least, out int most)) return atom;
        bool isGreedy = !TryTake('?');
        if (flags.HasFlag(PatternFlags.Ungreedy)) isGreedy = !isGreedy;
        if (TryRepeat(out _, out _)) throw Error("bad repetition operator", operatorStart);

        RepeatNode repeat = new(atom, least, most, isGreedy);
        return repeat.Copies <= MaxRepeat ? repeat : throw Error("invalid repetition size", start);
    }

    private bool TryRepeat(out int least, out int most)
    {
        (least, most) = (0, -1);
        if (TryTake('*')) return true;
        if (TryTake('+'))
        {
            least = 1;
            return true;
        }

        if (TryTake('?'))
        {
            most = 1;
            return true;
        }

        int start = at;
        if (TryTake('{') && TryNumber(out least))
        {
            most = least;
            if (TryTake(',')) most = TryNumber(out int upper) ? upper : -1;
            if (TryTake('}'))
            {
                if (least > MaxRepeat || most > MaxRepeat || (most >= 0 && most < least)) throw Error("invalid repetition size", start);
                return true;
            }
        }

        at = start;
        return false;
    }

    /// <summary>One thing that can be repeated; null for flags, which stand for nothing.</summary>
    private PatternNode? Atom()
    {
        if (TryTake('(')) return Group();
        if (TryTake('[')) return Class();
        if (TryTake('.'))
        {
            return new SetNode(flags.HasFlag(PatternFlags.DotNewline) ? RuneSet.Of((0, RuneSet.MaxRune)) : RuneSet.Of(('\n', '\n')).Complement());
        }

        if (TryTake('^')) return new AssertionNode(flags.HasFlag(PatternFlags.OneLine) ? Assertion.BeginText : Assertion.BeginLine);
        if (TryTake('$')) return new AssertionNode(flags.HasFlag(PatternFlags.OneLine) ? Assertion.EndText : Assertion.EndLine);
        if (pattern[at] != '\\') return Literal(Rune());
        if (TryTake("\\A")) return new AssertionNode(Assertion.BeginText);
        if (TryTake("\\z")) return new AssertionNode(Assertion.EndText);
        if (TryTake("\\b")) return new AssertionNode(Assertion.WordBoundary);
        if (TryTake("\\B")) return new AssertionNode(Assertion.NoWordBoundary);
        if (TryTake("\\C")) return new AnyByteNode();
        return TryNamedSet() is { } set ? new SetNode(set) : Literal(Escape());
    }

    private PatternNode? Group()
    {
        int start = at - 1;
        if (++depth > MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw Error("too deeply nested", start);
        PatternFlags outer = flags;
        int index = 0;
        if (TryTake("?P<"))
        {
            Name(start);
            index = ++GroupCount;
        }
        else if (!TryTake('?'))
        {
            index = ++GroupCount;
        }
        else if (Flags(start))
        {
            depth--;
            return null;
        }

        PatternNode body = Choice();
        if (!TryTake(')')) throw Error("missing )", start);
        depth--;
        flags = outer;
        return index > 0 ? new GroupNode(index, body) : body;
    }

    /// <summary>Passes over a group's name, which nothing asks for: two groups may share one.</summary>
    private void Name(int opened)
    {
        int start = at;
        while (!IsAtEnd && (char.IsAsciiLetterOrDigit((char)pattern[at]) || pattern[at] == '_')) at++;
        if (at == start || !TryTake('>')) throw Error("invalid named capture group", opened);
    }

    /// <returns>Whether the parenthesis holds flags alone, which hold for the rest of what surrounds it.</returns>
    private bool Flags(int start)
    {
        bool isOn = true, isAny = false;
        while (!IsAtEnd)
        {
            byte sign = pattern[at++];
            switch (sign)
            {
                case (byte)'-' when isOn:
                    (isOn, isAny) = (false, false);
                    break;
                case (byte)':' or (byte)')':
                    if (!isOn && !isAny) throw Error("missing argument to repetition operator", start);
                    return sign == ')';
                default:
                    Set(sign, isOn, start);
                    isAny = true;
                    break;
            }
        }

        throw Error("missing )", start);
    }

    private void Set(byte sign, bool isOn, int start)
    {
        (PatternFlags flag, bool isInverse) = sign switch
        {
            (byte)'i' => (PatternFlags.IgnoreCase, false),
            (byte)'m' => (PatternFlags.OneLine, true),
            (byte)'s' => (PatternFlags.DotNewline, false),
            (byte)'U' => (PatternFlags.Ungreedy, false),
            _ => throw Error("invalid perl operator", start),
        };
        flags = isOn != isInverse ? flags | flag : flags & ~flag;
    }

    private readonly SetNode Literal(int rune)
    {
        RuneSet set = RuneSet.Of((rune, rune));
        return new SetNode(flags.HasFlag(PatternFlags.IgnoreCase) ? set.IgnoringCase() : set);
    }

    private int Rune()
    {
        System.Text.Rune.DecodeFromUtf8(pattern[at..], out Rune rune, out int length);
        at += length;
        return rune.Value;
    }

    private bool TryNumber(out int value)
    {
        value = 0;
        int start = at;
        while (!IsAtEnd && char.IsAsciiDigit((char)pattern[at])) value = Math.Min((value * 10) + (pattern[at++] - '0'), MaxRepeat + 1);
        return at > start;
    }

    private bool TryTake(char sign)
    {
        if (IsAtEnd || pattern[at] != sign) return false;
        at++;
        return true;
    }

    private bool TryTake(string text)
    {
        if (pattern.Length - at < text.Length) return false;
        for (int i = 0; i < text.Length; i++)
        {
            if (pattern[at + i] != text[i]) return false;
        }

        at += text.Length;
        return true;
    }

    /// <summary>What RE2 says of a part of the pattern, up to where it has been read.</summary>
    private readonly TfException Error(string what, int start) => new(StatusCode.InvalidArgument,
        $"Invalid pattern: {Encoding.UTF8.GetString(pattern)}, error: {what}: {Encoding.UTF8.GetString(pattern[start..Math.Max(start, at)])}");
}

/// <summary>What letters in parentheses switch on and off.</summary>
[Flags]
internal enum PatternFlags
{
    None = 0,
    IgnoreCase = 1,
    OneLine = 2,
    DotNewline = 4,
    Ungreedy = 8,
}
