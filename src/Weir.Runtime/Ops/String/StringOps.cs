namespace Weir.Ops;

/// <summary>Byte strings.</summary>
internal static class StringOps
{
    public static readonly Op[] All =
    [
        new AsString(),
        .. Base64Strings.All,
        new ReduceJoin(),
        .. RegexFullMatch.All,
        .. RegexReplace.All,
        new ShardedFilename(),
        new ShardedFilespec(),
        .. StringCase.All,
        new StringFormat(),
        .. StringHashes.All,
        new StringJoin(),
        new StringLength(),
        new StringNGrams(),
        new StringSplit(),
        new StringSplitV2(),
        StringStrip.Op,
        new StringToNumber(),
        new Substr(),
        .. UnicodeDecode.All,
        new UnicodeEncode(),
        new UnicodeScript(),
        UnicodeTranscode.Op,
        new UnsortedSegmentJoin(),
    ];
}
