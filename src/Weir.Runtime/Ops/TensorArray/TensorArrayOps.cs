namespace Weir.Ops;

/// <summary>Arrays and stacks of tensors, as resources.</summary>
internal static class TensorArrayOps
{
    public static readonly Op[] All =
    [
        .. StackOps.All,
        .. TensorArrayElements.All,
        .. TensorArrayGradV3.All,
        .. TensorArrayPieces.All,
        .. TensorArrayRows.All,
        new TensorArrayV3(),
    ];
}
