namespace Weir.Ops;

/// <summary>Byte strings.</summary>
internal static class StringOps
{
    public static readonly Op[] All =
    [
        new ShardedFilename(),
        new StringJoin(),
    ];
}
