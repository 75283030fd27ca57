using System.Text;

namespace Weir.Patterns;

/// <summary>Escapes and character classes.</summary>
internal ref partial struct PatternParser
{
    private SetNode Class()
    {
        int start = at - 1;
        bool isNegated = TryTake('^');
        RuneSet.Builder builder = new();
        bool isFirst = true;
        while (isFirst || IsAtEnd || pattern[at] != ']')
        {
            if (IsAtEnd) throw Error("missing ]", start);
            isFirst = false;
            if (TryPosix() is { } posix) builder.Add(posix);
            else if (pattern[at] == '\\' && TryNamedSet() is { } named) builder.Add(named);
            else AddRange(builder);
        }

        at++;
        RuneSet set = builder.ToSet();
        if (flags.HasFlag(PatternFlags.IgnoreCase)) set = set.IgnoringCase();
        return new SetNode(isNegated ? set.Complement() : set);
    }

    private void AddRange(RuneSet.Builder builder)
    {
        int start = at;
        int first = ClassRune();
        int last = first;
        if (pattern.Length - at >= 2 && pattern[at] == '-' && pattern[at + 1] != ']')
        {
            at++;
            last = ClassRune();
            if (last < first) throw Error("invalid character class range", start);
        }

        builder.Add(first, last);
    }

    private int ClassRune()
    {
        if (IsAtEnd) throw Error("missing ]", 0);
        return pattern[at] == '\\' ? Escape() : Rune();
    }

    /// <summary>A name in brackets and colons.</summary>
    private RuneSet? TryPosix()
    {
        if (pattern.Length - at < 2 || pattern[at] != '[' || pattern[at + 1] != ':') return null;
        int end = pattern[(at + 2)..].IndexOf(":]"u8);
        if (end < 0) return null;
        int start = at;
        ReadOnlySpan<byte> name = pattern.Slice(at + 2, end);
        at += end + 4;
        bool isNegated = name is [(byte)'^', ..];
        RuneSet set = NamedSets.OfPosix(Encoding.UTF8.GetString(isNegated ? name[1..] : name)) ?? throw Error("invalid character class range", start);
        return isNegated ? set.Complement() : set;
    }

    /// <summary>An escape that stands for a set: a letter of Perl's, or a name of Unicode's.</summary>
    private RuneSet? TryNamedSet()
    {
        if (pattern.Length - at < 2) return null;
        RuneSet? set = pattern[at + 1] switch
        {
            (byte)'d' => NamedSets.Digits,
            (byte)'D' => NamedSets.Digits.Complement(),
            (byte)'s' => NamedSets.Spaces,
            (byte)'S' => NamedSets.Spaces.Complement(),
            (byte)'w' => NamedSets.Words,
            (byte)'W' => NamedSets.Words.Complement(),
            _ => null,
        };
        if (set is not null) at += 2;
        return set ?? (pattern[at + 1] is (byte)'p' or (byte)'P' ? UnicodeSet() : null);
    }

    private RuneSet UnicodeSet()
    {
        int start = at;
        bool isNegated = pattern[at + 1] == 'P';
        at += 2;
        if (IsAtEnd) throw Error("invalid character class range", start);
        string name;
        if (TryTake('{'))
        {
            int end = pattern[at..].IndexOf((byte)'}');
            if (end < 0) throw Error("invalid character class range", start);
            if (TryTake('^'))
            {
                isNegated = !isNegated;
                end--;
            }

            name = Encoding.UTF8.GetString(pattern.Slice(at, end));
            at += end + 1;
        }
        else
        {
            name = new Rune(Rune()).ToString();
        }

        RuneSet set = NamedSets.OfUnicode(name) ?? throw Error("invalid character class range", start);
        if (flags.HasFlag(PatternFlags.IgnoreCase)) set = set.IgnoringCase();
        return isNegated ? set.Complement() : set;
    }

    /// <summary>An escape that stands for one code point.</summary>
    private int Escape()
    {
        int start = at++;
        if (IsAtEnd) throw Error("trailing \\", start);
        byte sign = pattern[at++];
        switch (sign)
        {
            case >= (byte)'1' and <= (byte)'7' when IsAtEnd || pattern[at] is < (byte)'0' or > (byte)'7':
                throw Error("invalid escape sequence", start);
            case >= (byte)'0' and <= (byte)'7':
                int octal = sign - '0';
                for (int i = 0; i < 2 && !IsAtEnd && pattern[at] is >= (byte)'0' and <= (byte)'7'; i++) octal = (octal * 8) + (pattern[at++] - '0');
                return octal;
            case (byte)'x':
                return Hexadecimal(start);
            case (byte)'a':
                return '\a';
            case (byte)'f':
                return '\f';
            case (byte)'n':
                return '\n';
            case (byte)'r':
                return '\r';
            case (byte)'t':
                return '\t';
            case (byte)'v':
                return '\v';
            default:
                return sign < 0x80 && !char.IsAsciiLetterOrDigit((char)sign) && sign != '_' ? sign : throw Error("invalid escape sequence", start);
        }
    }

    private int Hexadecimal(int start)
    {
        bool isBraced = TryTake('{');
        int value = 0, digits = 0;
        while (!IsAtEnd && char.IsAsciiHexDigit((char)pattern[at]) && (isBraced || digits < 2))
        {
            value = (value * 16) + Convert.ToInt32(((char)pattern[at++]).ToString(), 16);
            digits++;
            if (value > RuneSet.MaxRune) throw Error("invalid escape sequence", start);
        }

        if (digits == 0 || (isBraced ? !TryTake('}') : digits < 2)) throw Error("invalid escape sequence", start);
        return value;
    }
}
