using System.Text.RegularExpressions;

namespace Weir.Cli;

/// <summary>Output in which the order of op names means nothing.</summary>
internal static partial class OpSets
{
    /// <summary>The text with the members of each printed set in order.</summary>
    public static string Sorted(string output) => Braces().Replace(output, m => "{" + string.Join(", ", m.Groups[1].Value.Split(", ").Order(StringComparer.Ordinal)) + "}");

    [GeneratedRegex(@"\{('[^{}\n]*')\}")]
    private static partial Regex Braces();
}
