namespace Weir.Ops;

/// <summary>Linear algebra.</summary>
internal static class LinalgOps
{
    public static readonly Op[] All =
    [
        .. Determinants.All,
        .. Diag.All,
        .. FourierTransforms.All,
        .. MatrixBandPart.All,
        .. MatrixDiag.All,
        .. MatrixDiagPart.All,
        .. MatrixMaps.All,
        .. MatrixSetDiag.All,
        .. MatrixTriangularSolve.All,
        .. RealFourierTransforms.All,
        new CholeskyGrad(),
        new Eig(),
        new Einsum(),
        new Lu(),
        new MatrixSolve(),
        new MatrixSolveLs(),
        new Qr(),
        new SelfAdjointEig(),
        new SparseMatMul(),
        new Svd(),
        new TridiagonalMatMul(),
        new TridiagonalSolve(),
    ];
}
