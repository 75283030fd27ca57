namespace Weir.Ops;

/// <summary>Files and checkpoints.</summary>
internal static class IoOps
{
    public static readonly Op[] All =
    [
        new MatchingFiles(),
        new MergeV2Checkpoints(),
        new ReadFile(),
        .. RestoreOps.All,
        new RestoreV2(),
        .. SaveSlicesOps.All,
        new SaveV2(),
        new WriteFile(),
    ];
}
