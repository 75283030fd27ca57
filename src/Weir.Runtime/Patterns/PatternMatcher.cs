namespace Weir.Patterns;

/// <summary>Matches one pattern against texts. It keeps what it learns of the pattern; one user at a time.</summary>
internal sealed class PatternMatcher(BytePattern pattern)
{
    private LazyAutomaton? full;
    private LazyAutomaton? searching;
    private LazyAutomaton? backward;
    private GroupFinder? groups;

    public BytePattern Pattern => pattern;

    /// <summary>Whether the pattern matches a whole text.</summary>
    public bool IsFullMatch(ReadOnlySpan<byte> text)
    {
        full ??= new LazyAutomaton(pattern.Forward, isLongest: true);
        return full.Run(text, 0, text.Length, onlyAtEnd: true) >= 0;
    }

    /// <summary>Finds the leftmost match that does not begin before a place.</summary>
    public bool TryFind(ReadOnlySpan<byte> text, int from, out int start, out int end)
    {
        searching ??= new LazyAutomaton(pattern.Searching, isLongest: false);
        backward ??= new LazyAutomaton(pattern.Backward, isLongest: true);
        end = searching.Run(text, from, text.Length, onlyAtEnd: false);
        start = end < 0 ? -1 : backward.Run(text, end, from, onlyAtEnd: false);
        return end >= 0;
    }

    /// <summary>Finds the groups of a match: for each where it begins and ends.</summary>
    public void FindGroups(ReadOnlySpan<byte> text, int start, int end, Span<int> places)
    {
        if (places.Length == 2)
        {
            (places[0], places[1]) = (start, end);
            return;
        }

        groups ??= new GroupFinder(pattern.Forward, pattern.GroupCount);
        groups.Find(text, start, end, places);
    }
}
