namespace Weir.Ops;

/// <summary>Making, reshaping and moving tensors.</summary>
internal static class ArrayOps
{
    public static readonly Op[] All =
    [
        new Argument(),
        new Const(),
        new Identity(),
        new Placeholder(),
        new PlaceholderWithDefault(),
        new ZerosLike(),
    ];
}
