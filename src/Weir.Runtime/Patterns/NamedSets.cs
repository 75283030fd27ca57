using System.Collections.Concurrent;
using System.Globalization;

namespace Weir.Patterns;

/// <summary>The sets of code points that have names in patterns.</summary>
internal static class NamedSets
{
    public static readonly RuneSet Digits = RuneSet.Of(('0', '9'));
    public static readonly RuneSet Spaces = RuneSet.Of(('\t', '\n'), ('\f', '\r'), (' ', ' '));
    public static readonly RuneSet Words = RuneSet.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));

    private static readonly Dictionary<string, RuneSet> Posix = new(StringComparer.Ordinal)
    {
        ["alnum"] = RuneSet.Of(('0', '9'), ('A', 'Z'), ('a', 'z')),
        ["alpha"] = RuneSet.Of(('A', 'Z'), ('a', 'z')),
        ["ascii"] = RuneSet.Of((0, 0x7F)),
        ["blank"] = RuneSet.Of(('\t', '\t'), (' ', ' ')),
        ["cntrl"] = RuneSet.Of((0, 0x1F), (0x7F, 0x7F)),
        ["digit"] = Digits,
        ["graph"] = RuneSet.Of(('!', '~')),
        ["lower"] = RuneSet.Of(('a', 'z')),
        ["print"] = RuneSet.Of((' ', '~')),
        ["punct"] = RuneSet.Of(('!', '/'), (':', '@'), ('[', '`'), ('{', '~')),
        ["space"] = RuneSet.Of(('\t', '\r'), (' ', ' ')),
        ["upper"] = RuneSet.Of(('A', 'Z')),
        ["word"] = Words,
        ["xdigit"] = RuneSet.Of(('0', '9'), ('A', 'F'), ('a', 'f')),
    };

    private static readonly string[] CategoryNames =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    private static readonly ConcurrentDictionary<string, RuneSet?> Unicode = new(StringComparer.Ordinal);

    /// <summary>A set of ASCII, <c>alpha</c>; null: there is none of this name.</summary>
    public static RuneSet? OfPosix(string name) => Posix.GetValueOrDefault(name);

    /// <summary>A category, the first letter of categories, <c>Any</c>, or a script; null: there is none of this name.</summary>
    public static RuneSet? OfUnicode(string name) => name.Length > 32 ? null : Unicode.GetOrAdd(name, Make);

    private static RuneSet? Make(string name)
    {
        if (name == "Any") return RuneSet.Of((0, RuneSet.MaxRune));
        bool isCategory = name is not "Cn" && (name.Length == 1 ? Array.Exists(CategoryNames, category => category[0] == name[0]) : Array.IndexOf(CategoryNames, name) >= 0);
        return isCategory ? OfCategory(name) : UnicodeScripts.SetOf(name);
    }

    private static RuneSet OfCategory(string name)
    {
        RuneSet.Builder builder = new();
        for (int rune = 0; rune <= RuneSet.MaxRune; rune++)
        {
            string category = CategoryNames[(int)CharUnicodeInfo.GetUnicodeCategory(rune)];
            if (category != "Cn" && category.StartsWith(name, StringComparison.Ordinal)) builder.Add(rune, rune);
        }

        return builder.ToSet();
    }
}
