namespace Weir.Sessions;

/// <summary>What all runs of a session share.</summary>
/// <param name="Resources">Variables, tables, queues.</param>
/// <param name="Files">What ops may read.</param>
/// <param name="Limits">What a run may use.</param>
/// <param name="Preparations">What plans prepared of their weights.</param>
/// <param name="Fuses">Whether plans compute groups of nodes in one go.</param>
/// <param name="IntraOpThreads">The most threads of a run; 0: as many as there are.</param>
/// <param name="InterOpThreads">How many branches of a run may go on at the same time; 0: as many as it has threads.</param>
/// <param name="Print">Who hears what the model prints; null: nobody.</param>
/// <param name="RestoreMode">Whether tensors of checkpoints are read, or are views of the files.</param>
/// <param name="Closing">Ends every run when the session is closed.</param>
internal sealed record RunEnvironment(
    ResourceManager Resources,
    IModelFileSystem Files,
    ModelLimits Limits,
    Plans.PreparationCache Preparations,
    bool Fuses = true,
    int IntraOpThreads = 0,
    int InterOpThreads = 0,
    Action<string>? Print = null,
    RestoreMode RestoreMode = RestoreMode.Read,
    CancellationToken Closing = default);
