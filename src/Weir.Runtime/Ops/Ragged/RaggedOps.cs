namespace Weir.Ops;

/// <summary>Ragged tensors: values and where their rows begin.</summary>
internal static class RaggedOps
{
    public static readonly Op[] All =
    [
        new RaggedCross(),
        new RaggedFillEmptyRows(),
        new RaggedGather(),
        new RaggedRange(),
        new RaggedTensorFromVariant(),
        new RaggedTensorToSparse(),
        new RaggedTensorToTensor(),
        new RaggedTensorToVariant(),
        new RaggedTensorToVariantGradient(),
    ];
}
