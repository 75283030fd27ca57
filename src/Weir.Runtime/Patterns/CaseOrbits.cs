using System.Text;

namespace Weir.Patterns;

/// <summary>Which code points are the same letter in another case: k, K and the Kelvin sign.</summary>
internal static class CaseOrbits
{
    /// <summary>A letter that .NET's invariant mapping leaves alone.</summary>
    private const int LongS = 0x17F;

    private static readonly Lazy<Dictionary<int, int[]>> Others = new(Build);

    /// <summary>Adds the other cases of all letters of a range.</summary>
    public static void AddOthers(RuneSet.Builder builder, int first, int last)
    {
        Dictionary<int, int[]> orbits = Others.Value;
        if (last - first < orbits.Count)
        {
            for (int rune = first; rune <= last; rune++)
            {
                if (orbits.TryGetValue(rune, out int[]? others)) Add(builder, others);
            }

            return;
        }

        foreach ((int rune, int[] others) in orbits)
        {
            if (rune >= first && rune <= last) Add(builder, others);
        }
    }

    private static void Add(RuneSet.Builder builder, int[] runes)
    {
        foreach (int rune in runes) builder.Add(rune, rune);
    }

    /// <summary>Letters whose simple upper case has the same lower case belong together.</summary>
    private static Dictionary<int, int[]> Build()
    {
        Dictionary<int, List<int>> byFold = [];
        for (int value = 0; value <= RuneSet.MaxRune; value++)
        {
            if (!Rune.IsValid(value)) continue;
            int upper = value == LongS ? 'S' : Rune.ToUpperInvariant(new Rune(value)).Value;
            int fold = Rune.ToLowerInvariant(new Rune(upper)).Value;
            if (fold == value && upper == value) continue;
            Note(byFold, fold, value);
            if (fold != value) Note(byFold, fold, fold);
        }

        Dictionary<int, int[]> others = [];
        foreach (List<int> orbit in byFold.Values)
        {
            foreach (int rune in orbit) others[rune] = [.. orbit.Where(other => other != rune)];
        }

        return others;
    }

    private static void Note(Dictionary<int, List<int>> byFold, int fold, int rune)
    {
        if (!byFold.TryGetValue(fold, out List<int>? orbit)) byFold[fold] = orbit = [];
        if (!orbit.Contains(rune)) orbit.Add(rune);
    }
}
