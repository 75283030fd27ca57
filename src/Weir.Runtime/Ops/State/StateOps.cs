namespace Weir.Ops;

/// <summary>Variables: handles and references, reading, assigning, changing in place.</summary>
internal static class StateOps
{
    public static readonly Op[] All =
    [
        .. AssignUpdates.All,
        .. CountUpToOps.All,
        .. ReferenceVariables.All,
        .. ScatterNdUpdates.All,
        .. ScatterUpdates.All,
        .. SessionTensorOps.All,
        .. StridedSliceAssigns.All,
        new Assign(),
        new AssignVariableOp(),
        new DestroyResourceOp(),
        new DestroyTemporaryVariable(),
        new DisableCopyOnRead(),
        new IsVariableInitialized(),
        new ReadReference(),
        new ReadVariableOp(),
        new ReadVariablesOp(),
        new ResourceGather(),
        new ResourceGatherNd(),
        new TemporaryVariable(),
        new VarHandleOp(),
        new VarHandlesOp(),
        new VarIsInitializedOp(),
        new VariableShape(),
    ];
}
