namespace Weir.Graphs;

/// <summary>How a node says that it shares other nodes' places: an attribute, and a sign before each name in it.</summary>
internal static class Colocation
{
    public const string Attribute = "_class";

    /// <summary>The sign.</summary>
    public const string Prefix = "loc:@";

    /// <inheritdoc cref="Prefix"/>
    public static ReadOnlySpan<byte> PrefixBytes => "loc:@"u8;

    /// <summary>The attribute's value for a node that shares one other's place.</summary>
    public static string[] With(string name) => [Prefix + name];
}
