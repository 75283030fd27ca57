namespace Weir.Ops;

/// <summary>Ops that call functions.</summary>
internal static class FunctionOps
{
    public static readonly Op[] All =
    [
        .. PartitionedCall.All,
        new ForOp(),
        new RemoteCall(),
        new RequireLocalDevice(),
        new SymbolicGradient(),
    ];
}
