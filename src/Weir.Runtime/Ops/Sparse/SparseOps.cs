namespace Weir.Ops;

/// <summary>Sparse tensors: indices, values and a dense shape.</summary>
internal static class SparseOps
{
    public static readonly Op[] All =
    [
        .. CountSparseOutput.All,
        .. RowBincount.All,
        new SparseFillEmptyRows(),
        .. SparseFillEmptyRowsGrad.All,
        new SparseReorder(),
        new SparseReshape(),
        .. SparseSegmentGrad.All,
        .. SparseSegmentReduction.All,
        new SparseTensorDenseMatMul(),
        new SparseToDense(),
    ];
}
