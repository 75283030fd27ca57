namespace Weir.Patterns;

/// <summary>A pattern in RE2's syntax that is matched against bytes, which are read as UTF-8, in linear time.</summary>
/// <remarks>What it means is what RE2 means by it: of the matches the leftmost, of those the one that Perl prefers. Immutable.</remarks>
internal sealed class BytePattern
{
    private BytePattern(PatternNode node, int groupCount)
    {
        Forward = PatternCompiler.Anchored(node);
        Searching = PatternCompiler.Unanchored(node);
        Backward = PatternCompiler.Reversed(node);
        GroupCount = groupCount;
    }

    /// <summary>How many groups it has, without the match itself.</summary>
    public int GroupCount { get; }

    public PatternProgram Forward { get; }

    public PatternProgram Searching { get; }

    public PatternProgram Backward { get; }

    /// <exception cref="TfException">INVALID_ARGUMENT: RE2 refuses it too.</exception>
    public static BytePattern Parse(ReadOnlySpan<byte> pattern)
    {
        PatternNode node = PatternParser.Parse(pattern, out int groupCount);
        return new BytePattern(node, groupCount);
    }
}
