namespace Weir.Ops;

/// <summary>Arithmetic.</summary>
internal static class MathOps
{
    public static readonly Op[] All =
    [
        .. AddN.All,
        .. ArgExtreme.All,
        .. BatchMatMul.All,
        .. BinaryFunctions.All,
        .. BinaryMath.All,
        .. Bincount.All,
        .. BitwiseMath.All,
        .. Comparisons.All,
        .. ComplexParts.All,
        .. Cumulative.All,
        .. GammaMath.All,
        .. GradientMath.All,
        .. IntegerMath.All,
        .. Logic.All,
        .. Reductions.All,
        .. SearchSorted.All,
        .. Segment.All,
        .. SpecialMath.All,
        .. UnaryMath.All,
        .. UnsortedSegment.All,
        new AddOp(),
        new ApproximateEqual(),
        new Betainc(),
        new Bucketize(),
        new CastOp(),
        new ClipByValue(),
        new Cross(),
        new EuclideanNorm(),
        new HistogramFixedWidth(),
        new IsotonicRegression(),
        new LinSpace(),
        new MatMul(),
        new Mean(),
        new NearestNeighbors(),
        new NextAfter(),
        new Pow(),
        new RangeOp(),
        new Select(),
        new SelectV2(),
    ];
}
