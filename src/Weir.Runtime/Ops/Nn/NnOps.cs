namespace Weir.Ops;

/// <summary>Neural networks.</summary>
internal static class NnOps
{
    public static readonly Op[] All =
    [
        .. Activations.All,
        .. BiasAdd.All,
        .. CrossEntropy.All,
        .. DataFormatOps.All,
        .. ExponentialUnits.All,
        .. FusedBatchNorm.All,
        .. FusedBatchNormGrad.All,
        .. InTopK.All,
        .. Softmax.All,
        new BiasAddGrad(),
        new FusedMatMul(),
        new GlobalBatchNorm(),
        new GlobalBatchNormGrad(),
        new L2Loss(),
        new LeakyReluGrad(),
        new LeakyReluOp(),
        new LocalResponse(),
        new LocalResponseGrad(),
        new NthElement(),
        new TopK(),
    ];
}
