namespace Weir.Ops;

/// <summary>Ops that order others, choose between them or repeat them.</summary>
internal static class ControlOps
{
    public static readonly Op[] All =
    [
        .. Case.All,
        .. If.All,
        .. LoopOps.All,
        .. Merge.All,
        .. Switch.All,
        .. While.All,
        new AssertOp(),
        new ControlTrigger(),
        new NoOp(),
        new PrintOp(),
        new PrintV2(),
        new RefSelect(),
    ];
}
