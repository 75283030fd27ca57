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
        .. CrossEntropy.All,
        .. DataFormatOps.All,
        .. FusedBatchNorm.All,
        .. FusedBatchNormGrad.All,
        .. Softmax.All,
        new BiasAddGrad(),
        new FusedMatMul(),
        new L2Loss(),
        new LeakyReluGrad(),
        new LeakyReluOp(),
        new NthElement(),
        new TopK(),
        new LocalResponse(),
        new LocalResponseGrad(),
        new GlobalBatchNorm(),
        new GlobalBatchNormGrad(),
    ];
}
