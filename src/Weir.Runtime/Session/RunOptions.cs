namespace Weir;

/// <summary>How one run is done.</summary>
public sealed record RunOptions
{
    /// <summary>How long the run may take; it fails with DEADLINE_EXCEEDED after that. Null: as long as it takes.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Where the times of the steps go; null: nowhere.</summary>
    public RunTrace? Trace { get; init; }

    /// <summary>The files of this run, in place of the session's: a Saver's own, which are the caller's.</summary>
    internal IModelFileSystem? Files { get; init; }
}
