using System.Numerics;

namespace Weir.Ops;

/// <summary>Binary searches in sorted numbers.</summary>
internal static class SortedSearch
{
    /// <summary>How many are below the value; 0 for NaN.</summary>
    public static int LowerBound<T>(ReadOnlySpan<T> sorted, T value)
        where T : IComparisonOperators<T, T, bool>
    {
        (int low, int high) = (0, sorted.Length);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>How many are not above the value; all of them for NaN.</summary>
    public static int UpperBound<T>(ReadOnlySpan<T> sorted, T value)
        where T : IComparisonOperators<T, T, bool>
    {
        (int low, int high) = (0, sorted.Length);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (value < sorted[middle]) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
