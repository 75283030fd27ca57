namespace Weir.Ops;

/// <summary>Variables: handles and references, reading and assigning.</summary>
internal static class StateOps
{
    public static readonly Op[] All =
    [
        new Assign(),
        new AssignVariableOp(),
        new DisableCopyOnRead(),
        new ReadReference(),
        new ReadVariableOp(),
        new VarHandleOp(),
        new VariableV2(),
        new VarIsInitializedOp(),
    ];
}
