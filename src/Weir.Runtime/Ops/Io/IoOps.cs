namespace Weir.Ops;

/// <summary>Files and checkpoints.</summary>
internal static class IoOps
{
    public static readonly Op[] All =
    [
        .. RestoreOps.All,
        .. SaveSlicesOps.All,
        new LoadAndRemapMatrix(),
        new MatchingFiles(),
        new MergeV2Checkpoints(),
        new ReadFile(),
        new RestoreV2(),
        new SaveV2(),
        new WriteFile(),
    ];
}
