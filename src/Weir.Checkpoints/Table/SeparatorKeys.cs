namespace Weir.Tables;

/// <summary>The short keys of an index block: not below the last key of a block, and below the first one of the next.</summary>
/// <remarks>Source: LevelDB's <c>comparator.cc</c>.</remarks>
internal static class SeparatorKeys
{
    public static byte[] Between(ReadOnlySpan<byte> last, ReadOnlySpan<byte> next)
    {
        int common = last.CommonPrefixLength(next);
        if (common == Math.Min(last.Length, next.Length) || last[common] == byte.MaxValue || last[common] + 1 >= next[common]) return last.ToArray();
        return Raised(last, common);
    }

    public static byte[] After(ReadOnlySpan<byte> last)
    {
        int first = last.IndexOfAnyExcept(byte.MaxValue);
        return first < 0 ? last.ToArray() : Raised(last, first);
    }

    private static byte[] Raised(ReadOnlySpan<byte> key, int at)
    {
        byte[] raised = key[..(at + 1)].ToArray();
        raised[at]++;
        return raised;
    }
}
