namespace Weir.Servables;

/// <summary>What has been done with a version.</summary>
internal enum HarnessStage
{
    New,
    Loading,
    Ready,
    Unloading,
    Failed,
}

/// <summary>The manager's note of one version. Only its stream changes it, under the stream's lock.</summary>
internal sealed class ServableHarness<T>(ServableId id, ILoader<T> loader) : IDisposable
    where T : class, IDisposable
{
    private readonly CancellationTokenSource unwanted = new();

    public ServableId Id => id;

    public ILoader<T> Loader => loader;

    public HarnessStage Stage { get; set; }

    public bool IsAspired { get; private set; } = true;

    /// <summary>The loaded servable, from <see cref="HarnessStage.Ready"/> on.</summary>
    public CountedServable<T>? Servable { get; set; }

    /// <summary>Set when no source wants the version any more: loading need not be tried again.</summary>
    public CancellationToken Unwanted => unwanted.Token;

    public VersionSnapshot Snapshot => new(id.Version, Stage, IsAspired);

    /// <summary>Notes whether a source wants the version. One that was given up while it served goes on serving when it is wanted again.</summary>
    public void Aspire(bool wanted)
    {
        if (wanted == IsAspired || (wanted && Stage != HarnessStage.Ready)) return;
        IsAspired = wanted;
        if (!wanted && Stage != HarnessStage.Ready) unwanted.Cancel();
    }

    public void Dispose() => unwanted.Dispose();
}
