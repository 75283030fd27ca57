using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Weir.Patterns;

namespace Weir.Benchmarks.Parsing;

/// <summary>Replacing the matches of patterns in UTF-8 text against .NET's engine that does not backtrack, with the way to UTF-16 and back.</summary>
internal static class PatternBenchmarks
{
    private const string Punctuation = "[!\"#$%&()\\*\\+,-\\./:;<=>?@\\[\\\\\\]^_`{|}~']";

    public static void Run()
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Range(0, 150).Select(i => i % 9 == 0 ? "it's" : i % 7 == 0 ? "end." : i % 5 == 0 ? "caf\u00e9" : "words")));
        Print("punctuation", Punctuation, text);
        Print("runs of blanks", "\\s+", text);
        Print("words in groups", "(\\w+)'(\\w+)", text);
    }

    private static void Print(string title, string pattern, byte[] text)
    {
        PatternReplacer replacer = new(BytePattern.Parse(Encoding.UTF8.GetBytes(pattern)), " \\0"u8.ToArray(), isGlobal: true);
        Regex regex = new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        double[] seconds = SideBySide.Medians(
            new Contestant("Weir", () => replacer.Replace(text)),
            new Contestant(".NET", () => Encoding.UTF8.GetBytes(regex.Replace(Encoding.UTF8.GetString(text), " $0"))));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{title,-28} | Weir {text.Length / seconds[0] / 1e6:F0} MB/s | .NET {text.Length / seconds[1] / 1e6:F0} MB/s | speed relative to it: {seconds[1] / seconds[0]:F2}"));
    }
}
