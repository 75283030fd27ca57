using System.Text;

namespace Weir.Bundles;

/// <summary>Finds the names that someone may have meant who asked for one that is not there.</summary>
/// <param name="wanted">The name asked for.</param>
internal sealed class NearNames(byte[] wanted)
{
    private const int MaxShown = 3;
    private const int MaxLength = 256;
    private const int MaxDistance = 8;
    private const int MaxConsidered = 100_000;

    private readonly List<(int Distance, string Name)> near = [];
    private readonly int bound = Math.Clamp(wanted.Length / 3, 1, MaxDistance);
    private int considered;

    /// <summary>Up to three names, the nearest first.</summary>
    public IEnumerable<string> Nearest => near.OrderBy(found => found.Distance).Select(found => found.Name).Take(MaxShown);

    /// <summary>What a message ends with: <c>; near it: a, b</c>, or nothing.</summary>
    public string Hint => near.Count == 0 ? "" : $"; near it: {string.Join(", ", Nearest)}";

    /// <summary>Looks at a name that there is.</summary>
    /// <returns>False: enough were looked at.</returns>
    public bool Consider(ReadOnlySpan<byte> name)
    {
        if (wanted.Length is 0 or > MaxLength || considered++ == MaxConsidered) return false;
        // The header of a bundle has an empty key; those of slices begin with a zero.
        if (name.Length is 0 or > MaxLength || name[0] == 0) return true;
        int distance = LastPart(name).SequenceEqual(LastPart(wanted)) ? bound : Distance(name, wanted, bound);
        if (distance <= bound) near.Add((distance, Encoding.UTF8.GetString(name)));
        return true;
    }

    private static ReadOnlySpan<byte> LastPart(ReadOnlySpan<byte> name) => name[(name.LastIndexOf((byte)'/') + 1)..];

    /// <summary>The number of bytes to insert, remove or change; more than the bound where it is above the bound.</summary>
    internal static int Distance(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, int bound)
    {
        // Names of a model begin and end alike: what is left to compare is short.
        int prefix = left.CommonPrefixLength(right);
        left = left[prefix..];
        right = right[prefix..];
        while (left.Length > 0 && right.Length > 0 && left[^1] == right[^1])
        {
            left = left[..^1];
            right = right[..^1];
        }

        if (Math.Abs(left.Length - right.Length) > bound) return bound + 1;
        Span<int> row = stackalloc int[MaxLength + 1];
        for (int j = 0; j <= right.Length; j++) row[j] = j;
        for (int i = 1; i <= left.Length; i++)
        {
            if (NextRow(left[i - 1], right, row) > bound) return bound + 1;
        }

        return row[right.Length];
    }

    /// <summary>Goes one byte on in the left name.</summary>
    /// <returns>The least distance in the row: later rows have none below it.</returns>
    private static int NextRow(byte left, ReadOnlySpan<byte> right, Span<int> row)
    {
        int diagonal = row[0];
        int least = ++row[0];
        for (int j = 1; j <= right.Length; j++)
        {
            int changed = diagonal + (left == right[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            least = Math.Min(least, row[j]);
        }

        return least;
    }
}
