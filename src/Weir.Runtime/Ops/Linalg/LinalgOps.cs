namespace Weir.Ops;

/// <summary>Linear algebra.</summary>
internal static class LinalgOps
{
    public static readonly Op[] All =
    [
        .. Diag.All,
        .. MatrixDiag.All,
        .. MatrixDiagPart.All,
        .. MatrixSetDiag.All,
        new Einsum(),
        new MatrixBandPart(),
    ];
}
