namespace Weir.Ops;

/// <summary>Neural networks.</summary>
internal static class NnOps
{
    public static readonly Op[] All =
    [
        new BiasAdd(),
        new Relu(),
        new Softmax(),
    ];
}
