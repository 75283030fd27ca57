namespace Weir.Ops;

/// <summary>Variables: handles and references, reading, assigning, changing in place.</summary>
internal static class StateOps
{
    public static readonly Op[] All =
    [
        new Assign(),
        new AssignVariableOp(),
        .. AssignUpdates.All,
        .. CountUpToOps.All,
        new DestroyResourceOp(),
        new DestroyTemporaryVariable(),
        new DisableCopyOnRead(),
        new IsVariableInitialized(),
        new ReadReference(),
        new ReadVariableOp(),
        new ReadVariablesOp(),
        new ResourceGather(),
        new ResourceGatherNd(),
        .. ScatterNdUpdates.All,
        .. ScatterUpdates.All,
        .. StridedSliceAssigns.All,
        new TemporaryVariable(),
        new VarHandleOp(),
        new VarHandlesOp(),
        .. ReferenceVariables.All,
        new VariableShape(),
        new VarIsInitializedOp(),
    ];
}
