namespace Weir.Ops;

/// <summary>Files and checkpoints.</summary>
internal static class IoOps
{
    public static readonly Op[] All =
    [
        new MatchingFiles(),
        new ReadFile(),
        new RestoreV2(),
        new WriteFile(),
        new MergeV2Checkpoints(),
        new RestoreV2(),
        new SaveV2(),
    ];
}
