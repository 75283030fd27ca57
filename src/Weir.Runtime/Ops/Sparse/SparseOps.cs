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
        new SparseAdd(),
        new SparseAddGrad(),
        new SparseConcat(),
        .. SparseCross.All,
        .. SparseDenseCwises.All,
        new SparseFillEmptyRows(),
        .. SparseFillEmptyRowsGrad.All,
        .. SparseReductions.All,
        new SparseReorder(),
        new SparseReshape(),
        .. SparseSegmentGrad.All,
        .. SparseSegmentReduction.All,
        new SparseSlice(),
        new SparseSliceGrad(),
        new SparseSoftmax(),
        .. SparseSparseExtremes.All,
        new SparseSplit(),
        new SparseTensorDenseAdd(),
        new SparseTensorDenseMatMul(),
        new SparseToDense(),
    ];
}
