using System.Buffers;

namespace Weir.Ops;

/// <summary>The bytes that C's <c>isspace</c> takes for blanks.</summary>
internal static class AsciiBlanks
{
    public static ReadOnlySpan<byte> All => " \t\n\v\f\r"u8;

    /// <summary>The same, to search for.</summary>
    public static SearchValues<byte> Values { get; } = SearchValues.Create(All);
}
