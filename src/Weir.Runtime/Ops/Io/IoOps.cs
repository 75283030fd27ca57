namespace Weir.Ops;

/// <summary>Files and checkpoints.</summary>
internal static class IoOps
{
    public static readonly Op[] All =
    [
        new RestoreV2(),
    ];
}
