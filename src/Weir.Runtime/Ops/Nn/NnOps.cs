namespace Weir.Ops;

/// <summary>Neural networks.</summary>
internal static class NnOps
{
    public static readonly Op[] All =
    [
        .. Activations.All,
        .. BiasAdd.All,
        .. ExponentialUnits.All,
        .. Softmax.All,
        new BiasAddGrad(),
        new FusedMatMul(),
        new LeakyReluGrad(),
        new LeakyReluOp(),
    ];
}
