using System.Globalization;
using System.Reflection;
using System.Text;

namespace Weir.Patterns;

/// <summary>The script of every code point: lines of a text with a script's name, ICU's number for it, and its ranges.</summary>
/// <remarks>The facts are Unicode 14's.</remarks>
internal static class UnicodeScripts
{
    /// <summary>ICU's number of what no script claims.</summary>
    private const int UnknownScript = 103;

    private static readonly Lazy<Script[]> Scripts = new(Read);
    private static readonly Lazy<(int First, int Last, int Number)[]> Ranges = new(Order);

    /// <summary>The code points of a script; null: there is none of this name.</summary>
    public static RuneSet? SetOf(string name) => Array.Find(Scripts.Value, script => script.Name == name) is { } found ? RuneSet.Of(found.Ranges) : null;

    /// <summary>ICU's number for the script of a code point; -1 for what is no code point.</summary>
    public static int NumberOf(int rune)
    {
        if (rune is < 0 or > RuneSet.MaxRune) return -1;
        (int First, int Last, int Number)[] ranges = Ranges.Value;
        int low = 0, high = ranges.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (rune < ranges[middle].First) high = middle - 1;
            else if (rune > ranges[middle].Last) low = middle + 1;
            else return ranges[middle].Number;
        }

        return UnknownScript;
    }

    private static (int First, int Last, int Number)[] Order()
    {
        List<(int First, int Last, int Number)> all = [.. Scripts.Value.SelectMany(script => script.Ranges.Select(range => (range.First, range.Last, script.Number)))];
        all.Sort();
        return [.. all];
    }

    private static Script[] Read()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("UnicodeScripts.txt")!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            string[] words = line.Split(' ');
            return new Script(words[0], int.Parse(words[1], CultureInfo.InvariantCulture), Array.ConvertAll(words[2..], Range));
        })];
    }

    private static (int First, int Last) Range(string text)
    {
        string[] ends = text.Split('-');
        return (int.Parse(ends[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), int.Parse(ends[^1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }

    private sealed record Script(string Name, int Number, (int First, int Last)[] Ranges);
}
