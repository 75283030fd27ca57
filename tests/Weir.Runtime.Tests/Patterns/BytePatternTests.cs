using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Weir.Patterns;

namespace Weir.Runtime.Tests.Patterns;

/// <summary>Patterns are matched as .NET's own engine matches them, an oracle that backtracks and reads UTF-16.</summary>
public sealed class BytePatternTests
{
    private static readonly Gen<string> Atoms = Gen.OneOf("a", "b", "c", ".", "[ab]", "[^a]", "\\w", "é", "[é-ü]", "\\s", "(?:^a)", "b\\b", "(?i:A)");

    /// <summary>
    /// Patterns that take at least one character: of loops over nothing the engines think differently. Nor loops over nothing but a lazy loop:
    /// .NET makes one loop of the two, which prefers another match than the two do one after the other.
    /// </summary>
    private static readonly Gen<string> Patterns = AllPatterns.Where(pattern => !Regex.IsMatch(pattern, @"[+*?}]\?\)[+*?{]"));

    private static Gen<string> AllPatterns => Gen.Recursive<string>((depth, inner) => depth > 3 ? Atoms : Gen.Frequency(
        (3, Atoms),
        (2, Gen.Select(inner, inner, (x, y) => x + y)),
        (2, Gen.Select(inner, inner, (x, y) => $"(?:{x}|{y})")),
        (1, inner.Select(x => $"({x})")),
        (1, Gen.Select(inner, Gen.OneOf("+", "+?", "{2}", "{1,3}", "{2,}?"), (x, sign) => $"(?:{x}){sign}")),
        (1, Gen.Select(inner, Atoms, Gen.OneOf("*", "*?", "?", "??"), (x, y, sign) => $"(?:{x}){sign}{y}"))));

    private static readonly Gen<string> Texts = Gen.OneOf('a', 'b', 'c', 'A', ' ', '\n', 'é', '_', '日').Array[0, 14].Select(letters => new string(letters));

    [Fact]
    public void Matches_and_groups_are_those_of_a_backtracking_engine() => Gen.Select(Patterns, Texts).Sample(
        (pattern, text) =>
        {
            PatternMatcher matcher = new(BytePattern.Parse(Encoding.UTF8.GetBytes(pattern)));
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            Match expected = Regex.Match(text, Oracle(pattern), RegexOptions.CultureInvariant);
            Assert.Equal(expected.Success, matcher.TryFind(bytes, 0, out int start, out int end));
            if (!expected.Success) return;
            int[] places = new int[2 * (matcher.Pattern.GroupCount + 1)];
            matcher.FindGroups(bytes, start, end, places);
            for (int group = 0; group < places.Length / 2; group++)
            {
                Group wanted = expected.Groups[group];
                string? found = places[2 * group] < 0 ? null : Encoding.UTF8.GetString(bytes[places[2 * group]..places[(2 * group) + 1]]);
                Assert.Equal(wanted.Success ? wanted.Value : null, found);
            }
        },
        iter: 3000);

    [Fact]
    public void Whole_texts_match_where_an_anchored_pattern_does() => Gen.Select(Patterns, Texts).Sample(
        (pattern, text) => Assert.Equal(
            Regex.IsMatch(text, $@"\A(?:{Oracle(pattern)})\z", RegexOptions.CultureInvariant),
            new PatternMatcher(BytePattern.Parse(Encoding.UTF8.GetBytes(pattern))).IsFullMatch(Encoding.UTF8.GetBytes(text))),
        iter: 3000);

    [Fact]
    public void Replacing_all_is_what_a_backtracking_engine_does() => Gen.Select(Patterns, Texts).Sample(
        (pattern, text) =>
        {
            PatternReplacer replacer = new(BytePattern.Parse(Encoding.UTF8.GetBytes(pattern)), "<\\0>"u8.ToArray(), isGlobal: true);
            Assert.Equal(
                Regex.Replace(text, Oracle(pattern), "<$0>", RegexOptions.CultureInvariant),
                Encoding.UTF8.GetString(replacer.Replace(Encoding.UTF8.GetBytes(text))));
        },
        iter: 2000);

    [Fact]
    public void A_range_of_code_points_takes_those_and_no_others() => Gen.Select(Gen.Int[0, 0x10FFFF], Gen.Int[0, 0x10FFFF], Gen.Int[0, 0x10FFFF]).Sample(
        (a, b, c) =>
        {
            (int first, int last) = (Math.Min(a, b), Math.Max(a, b));
            PatternMatcher matcher = new(BytePattern.Parse(Encoding.ASCII.GetBytes($"[\\x{{{first:X}}}-\\x{{{last:X}}}]")));
            foreach (int rune in new[] { first, last, first - 1, last + 1, c })
            {
                if (!Rune.IsValid(rune)) continue;
                Assert.Equal(rune >= first && rune <= last, matcher.IsFullMatch(Encoding.UTF8.GetBytes(new Rune(rune).ToString())));
            }
        },
        iter: 300);

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("(a|a)*b")]
    [InlineData("(a*)*(a*)*(a*)*b")]
    [InlineData("(x+x+)+y|a?{0}")]
    public void What_makes_others_backtrack_for_ever_ends(string pattern)
    {
        PatternMatcher matcher = new(BytePattern.Parse(Encoding.ASCII.GetBytes(pattern.Replace("{0}", "", StringComparison.Ordinal))));
        byte[] text = [.. Enumerable.Repeat((byte)'a', 100_000), (byte)'!'];
        Assert.False(matcher.IsFullMatch(text));
    }

    [Fact]
    public void More_states_than_are_kept_change_nothing()
    {
        // The last eleven letters are the state: 2,048 for each of two contexts, and they are met over and over.
        PatternMatcher matcher = new(BytePattern.Parse("(?:a|b)*a(?:a|b){12}\\b"u8));
        Random random = new(7);
        byte[] text = [.. Enumerable.Range(0, 60_000).Select(_ => (byte)(random.Next(2) == 0 ? 'a' : 'b'))];
        Assert.Equal(text[^13] == 'a', matcher.IsFullMatch(text));
        Assert.Equal(text[^14] == 'a', matcher.IsFullMatch(text.AsSpan(0, text.Length - 1)));
    }

    [Theory]
    [InlineData("(((a{100}){100}){100}){100}")]
    [InlineData("((a{30}){40})")]
    [InlineData("(?:\\pL{1000}){1}\\pL{1000}")]
    [InlineData("a{1001}")]
    public void Patterns_that_grow_without_measure_are_refused(string pattern) =>
        Assert.Equal(StatusCode.InvalidArgument, Assert.Throws<TfException>(() => BytePattern.Parse(Encoding.ASCII.GetBytes(pattern))).Code);

    [Fact]
    public void Deep_nesting_is_refused() => Assert.Equal(
        StatusCode.InvalidArgument,
        Assert.Throws<TfException>(() => BytePattern.Parse([.. Enumerable.Repeat((byte)'(', 200_000), .. Enumerable.Repeat((byte)')', 200_000)])).Code);

    [Fact]
    public void Any_bytes_are_a_pattern_or_are_refused() => Gen.OneOf("()[]{}*+?|\\^$.-,:0aPpQE<>xd\u00e9"u8.ToArray()).Array[0, 24].Sample(
        pattern =>
        {
            try
            {
                new PatternMatcher(BytePattern.Parse(pattern)).TryFind("a(0-\u00e9)"u8, 0, out _, out _);
            }
            catch (TfException e)
            {
                Assert.Equal(StatusCode.InvalidArgument, e.Code);
            }
        },
        iter: 20_000);

    /// <summary>In .NET a word is Unicode's and a dot half a surrogate pair; neither occurs here but for letters that the sets name.</summary>
    private static string Oracle(string pattern) => pattern.Replace("\\w", "[0-9A-Za-z_]", StringComparison.Ordinal).Replace("b\\b", "b(?![0-9A-Za-z_])", StringComparison.Ordinal)
        .Replace("\\s", "[\\t\\n\\f\\r ]", StringComparison.Ordinal);
}
