namespace Weir.Ops;

/// <summary>Neural networks.</summary>
internal static class NnOps
{
    public static readonly Op[] All =
    [
        .. Activations.All,
        .. BiasAdd.All,
        .. ExponentialUnits.All,
        .. InTopK.All,
        .. Softmax.All,
        new BiasAddGrad(),
        new FusedMatMul(),
        new L2Loss(),
        new LeakyReluGrad(),
        new LeakyReluOp(),
        new NthElement(),
        new TopK(),
    ];
}
