namespace Weir.Ops;

/// <summary>Arithmetic.</summary>
internal static class MathOps
{
    public static readonly Op[] All =
    [
        .. BinaryMath.All,
        .. UnaryMath.All,
        new MatMul(),
    ];
}
