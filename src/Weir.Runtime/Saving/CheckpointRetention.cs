using Weir.Protos;

namespace Weir.Saving;

/// <summary>Which checkpoints a saver keeps: the newest ones, and now and then one for good. Not thread-safe.</summary>
/// <remarks>Source: <c>_RecordLastCheckpoint</c> and <c>_MaybeDeleteOldCheckpoints</c> in saver.py.</remarks>
internal sealed class CheckpointRetention
{
    private readonly SaverDef definition;
    private readonly TimeProvider clock;
    private readonly Action<string>? warning;
    private readonly List<(string Path, double Time)> kept = [];
    private readonly Queue<(string Path, double Time)> doomed = [];
    private double nextKept;

    public CheckpointRetention(SaverDef definition, TimeProvider clock, Action<string>? warning)
    {
        this.definition = definition;
        this.clock = clock;
        this.warning = warning;
        nextKept = Now + (definition.KeepCheckpointEveryNHours * 3600);
    }

    public IReadOnlyList<string> Paths => [.. kept.Select(checkpoint => checkpoint.Path)];

    private double Now => clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;

    /// <summary>Notes a checkpoint that was just saved, as the newest.</summary>
    public void Record(string path)
    {
        if (definition.MaxToKeep == 0) return;
        kept.RemoveAll(checkpoint => checkpoint.Path == path);
        kept.Add((path, Now));
        // A negative number keeps none, as it is always exceeded.
        if (kept.Count <= definition.MaxToKeep) return;
        doomed.Enqueue(kept[0]);
        kept.RemoveAt(0);
    }

    public void Set(IEnumerable<(string Path, double Time)> checkpoints)
    {
        kept.Clear();
        kept.AddRange(checkpoints);
    }

    /// <summary>Deletes the checkpoint whose turn it is, unless it is the one to be kept for good.</summary>
    public void DeleteOld(string metaGraphSuffix)
    {
        if (!doomed.TryDequeue(out (string Path, double Time) oldest)) return;
        if (oldest.Time > nextKept)
        {
            nextKept += definition.KeepCheckpointEveryNHours * 3600;
            return;
        }

        try
        {
            Checkpoint.Remove(oldest.Path, (CheckpointVersion)(int)definition.Version, metaGraphSuffix);
        }
        catch (TfException e)
        {
            warning?.Invoke("Ignoring: " + e.Message);
        }
    }
}
