namespace Weir.Ops;

/// <summary>Arithmetic.</summary>
internal static class MathOps
{
    public static readonly Op[] All =
    [
        .. ArgExtreme.All,
        .. BatchMatMul.All,
        .. BinaryMath.All,
        .. Comparisons.All,
        .. Cumulative.All,
        .. GradientMath.All,
        .. IntegerMath.All,
        .. Logic.All,
        .. Reductions.All,
        .. UnaryMath.All,
        new AddN(),
        new AddOp(),
        new CastOp(),
        new MatMul(),
        new Mean(),
        new Pow(),
        new RangeOp(),
        new Select(),
        new SelectV2(),
        new UnsortedSegmentSum(),
    ];
}
