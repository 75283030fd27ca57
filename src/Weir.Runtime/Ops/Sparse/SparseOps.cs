namespace Weir.Ops;

/// <summary>Sparse tensors: indices, values and a dense shape.</summary>
internal static class SparseOps
{
    public static readonly Op[] All =
    [
        .. CountSparseOutput.All,
        .. DeserializeSparse.All,
        .. RowBincount.All,
        .. SerializeSparse.All,
        .. SetOperation.All,
        .. SparseCross.All,
        .. SparseDenseCwises.All,
        .. SparseFillEmptyRowsGrad.All,
        .. SparseReductions.All,
        .. SparseSegmentGrad.All,
        .. SparseSegmentReduction.All,
        .. SparseSparseExtremes.All,
        new SparseAdd(),
        new SparseAddGrad(),
        new SparseConcat(),
        new SparseFillEmptyRows(),
        new SparseReorder(),
        new SparseReshape(),
        new SparseSlice(),
        new SparseSliceGrad(),
        new SparseSoftmax(),
        new SparseSplit(),
        new SparseTensorDenseAdd(),
        new SparseTensorDenseMatMul(),
        new SparseToDense(),
    ];
}
