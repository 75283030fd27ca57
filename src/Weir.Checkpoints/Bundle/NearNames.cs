using System.Text;
using Weir.Tables;

namespace Weir.Bundles;

/// <summary>Finds the names that someone may have meant who asked for one that is not there.</summary>
internal static class NearNames
{
    private const int MaxShown = 3;
    private const int MaxLength = 256;
    private const int MaxDistance = 8;
    private const int MaxScanned = 100_000;

    /// <summary>Up to three names of a bundle, the nearest first; none where the index is too damaged to say.</summary>
    public static IReadOnlyList<string> Of(BundleIndex index, ReadOnlySpan<byte> key)
    {
        if (key.Length is 0 or > MaxLength) return [];
        List<(int Distance, string Name)> near = [];
        try
        {
            Collect(index, key, near);
        }
        catch (TfException)
        {
            // The caller has an error of its own to report; damage elsewhere in the index is not it.
        }

        return [.. near.OrderBy(found => found.Distance).Select(found => found.Name).Take(MaxShown)];
    }

    private static void Collect(BundleIndex index, ReadOnlySpan<byte> key, List<(int Distance, string Name)> near)
    {
        int bound = Math.Clamp(key.Length / 3, 1, MaxDistance);
        TableScan scan = index.Scan();
        for (int i = 0; i < MaxScanned && scan.MoveNext(); i++)
        {
            if (scan.Key.Length is 0 or > MaxLength || scan.Key[0] == 0) continue;
            int distance = LastPart(scan.Key).SequenceEqual(LastPart(key)) ? bound : Distance(scan.Key, key, bound);
            if (distance <= bound) near.Add((distance, Encoding.UTF8.GetString(scan.Key)));
        }
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
