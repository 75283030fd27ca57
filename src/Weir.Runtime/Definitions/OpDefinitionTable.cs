using System.Reflection;
using System.Text;

namespace Weir.Definitions;

/// <summary>The definitions of the ops that have no file of their own yet: lines of a text, sorted by name.</summary>
/// <remarks>Nothing is parsed until an op is asked for; then its line is found by binary search. Thread-safe.</remarks>
internal static class OpDefinitionTable
{
    private static readonly Lazy<string[]> Lines = new(ReadLines);

    public static IEnumerable<OpDefinition> All => Lines.Value.Select(line => (OpDefinition)line);

    public static OpDefinition? Find(string name)
    {
        string[] lines = Lines.Value;
        int low = 0;
        int high = lines.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = Compare(lines[middle], name);
            if (order == 0) return lines[middle];
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return null;
    }

    /// <summary>Compares the name at the start of a line, which ends at the parenthesis, with a name.</summary>
    private static int Compare(string line, string name) =>
        line.AsSpan(0, line.IndexOf('(', StringComparison.Ordinal)).SequenceCompareTo(name);

    private static string[] ReadLines()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("OpDefinitions.txt")!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
