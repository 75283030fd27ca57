using System.Globalization;
using Weir.Checkpoints;

namespace Weir;

/// <summary>Saves an <see cref="ObjectCheckpoint"/> into a folder again and again, and keeps the newest: <c>tf.train.CheckpointManager</c>.</summary>
/// <remarks>
/// A new manager over an old folder goes on with its list; numbers, however, are the checkpoint's own: restore before you save, or they begin at 1
/// again. Not thread-safe. Source: checkpoint/checkpoint_management.py (TensorFlow 2.15).
/// </remarks>
public sealed class CheckpointManager
{
    private readonly CheckpointManagerOptions options;
    private readonly int? maxToKeep;
    private readonly List<(string Path, double Time)> kept = [];
    private double lastPreserved;
    private long? lastStep;

    /// <summary>A manager of a folder, which is made when it is first saved into.</summary>
    /// <param name="checkpoint">What is saved.</param>
    /// <param name="directory">The folder.</param>
    /// <param name="maxToKeep">How many checkpoints are kept, 1 or more; null: all.</param>
    /// <param name="options">What else there is to say; null for the defaults.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: the folder's state file names no checkpoint.</exception>
    public CheckpointManager(ObjectCheckpoint checkpoint, string directory, int? maxToKeep, CheckpointManagerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(directory);
        if (maxToKeep < 1) throw new ArgumentOutOfRangeException(nameof(maxToKeep), $"Expected a positive integer or `None` for `max_to_keep`, got {maxToKeep}.");
        this.options = options ?? new CheckpointManagerOptions();
        if ((this.options.CheckpointInterval is null) != (this.options.StepCounter is null))
        {
            throw new ArgumentException("`step_counter` should be passed with `checkpoint_interval`, and the other way round.", nameof(options));
        }

        Checkpoint = checkpoint;
        Directory = directory;
        this.maxToKeep = maxToKeep;
        Recover();
    }

    /// <summary>What is saved.</summary>
    public ObjectCheckpoint Checkpoint { get; }

    /// <summary>The folder.</summary>
    public string Directory { get; }

    /// <summary>The prefixes of the checkpoints that are kept, the oldest first; those kept for good by hours are not among them.</summary>
    public IReadOnlyList<string> Checkpoints => [.. kept.Select(checkpoint => checkpoint.Path)];

    /// <summary>The prefix of the newest checkpoint; null: there is none.</summary>
    public string? LatestCheckpoint { get; private set; }

    private double Now => (options.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    /// <summary>Saves under the next number, writes the state file, and deletes what is too old.</summary>
    /// <param name="session">A session in which all variables have values.</param>
    /// <param name="checkpointNumber">The number; null for the next one.</param>
    /// <param name="checkInterval">Whether nothing is saved before <see cref="CheckpointManagerOptions.CheckpointInterval"/> steps have passed since the last time.</param>
    /// <returns>The prefix; null: it is too early.</returns>
    /// <exception cref="TfException">As for <see cref="ObjectCheckpoint.Save"/>.</exception>
    public string? Save(Session session, long? checkpointNumber = null, bool checkInterval = true)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (options.CheckpointInterval is { } interval)
        {
            long step = Step(session);
            if (checkInterval && lastStep is { } last && step - last < interval) return null;
            lastStep = step;
        }

        long number = Checkpoint.NextNumber(session);
        string prefix = string.Create(CultureInfo.InvariantCulture, $"{CheckpointPaths.Join(Directory, options.CheckpointName)}-{checkpointNumber ?? number}");
        Checkpoint.Write(session, prefix);
        kept.RemoveAll(checkpoint => checkpoint.Path == prefix);
        kept.Add((prefix, Now));
        LatestCheckpoint = prefix;
        // The newest is named before anything is deleted, in case that the process dies between.
        WriteState();
        if (kept.Count > maxToKeep)
        {
            Sweep();
            WriteState();
        }

        return prefix;
    }

    /// <summary>Restores the newest checkpoint, or calls <see cref="CheckpointManagerOptions.InitFn"/> where there is none.</summary>
    /// <param name="session">A session of the graph.</param>
    /// <returns>The prefix that was restored; null: there is none.</returns>
    /// <exception cref="TfException">As for <see cref="ObjectCheckpoint.Restore"/>.</exception>
    public string? RestoreOrInitialize(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (LatestCheckpoint is null)
        {
            options.InitFn?.Invoke(session);
            return null;
        }

        Checkpoint.Restore(session, LatestCheckpoint);
        if (options.CheckpointInterval is not null) lastStep = Step(session);
        return LatestCheckpoint;
    }

    private void Recover()
    {
        double now = Now;
        if (CheckpointState.Read(Directory, warning: options.Warning) is not { } state)
        {
            // A second back: two managers that are made in quick succession must not lose what the first one saved.
            lastPreserved = now - 1;
            return;
        }

        LatestCheckpoint = state.ModelCheckpointPath;
        lastPreserved = state.LastPreservedTimestamp ?? 0;
        if (now < lastPreserved)
        {
            options.Warning?.Invoke(string.Create(CultureInfo.InvariantCulture,
                $"time.time() returned a value {lastPreserved - now} seconds behind the last preserved checkpoint timestamp: the clock was set back."));
            lastPreserved = now;
        }

        for (int i = 0; i < state.AllModelCheckpointPaths.Count; i++)
        {
            double time = Math.Min(now, state.AllModelCheckpointTimestamps.Count > i ? state.AllModelCheckpointTimestamps[i] : lastPreserved);
            if (time > lastPreserved) kept.Add((state.AllModelCheckpointPaths[i], time));
        }
    }

    private void Sweep()
    {
        while (kept.Count > maxToKeep)
        {
            (string path, double time) = kept[0];
            kept.RemoveAt(0);
            if (options.KeepCheckpointEveryNHours is { } hours && time - (hours * 3600) >= lastPreserved) lastPreserved = time;
            else Weir.Checkpoint.Remove(path);
        }
    }

    private void WriteState() => new CheckpointState
    {
        ModelCheckpointPath = LatestCheckpoint!,
        AllModelCheckpointPaths = Checkpoints,
        AllModelCheckpointTimestamps = [.. kept.Select(checkpoint => checkpoint.Time)],
        LastPreservedTimestamp = lastPreserved,
    }.Write(Directory, relativePaths: true);

    private long Step(Session session)
    {
        using Tensor step = session.Run(options.StepCounter!.Value);
        return step.DType == DType.Int32 ? step.ToArray<int>()[0] : step.ToArray<long>()[0];
    }
}

/// <summary>How a <see cref="CheckpointManager"/> saves and keeps.</summary>
public sealed record CheckpointManagerOptions
{
    /// <summary>After so many hours one of those that would be deleted is kept for good; null: none is.</summary>
    public double? KeepCheckpointEveryNHours { get; init; }

    /// <summary>What the files are called before <c>-NUMBER</c>. Default <c>ckpt</c>.</summary>
    public string CheckpointName { get; init; } = "ckpt";

    /// <summary>Counts steps, together with <see cref="CheckpointInterval"/>: an integer scalar.</summary>
    public Variable? StepCounter { get; init; }

    /// <summary>How many steps pass between two checkpoints; null: every call saves.</summary>
    public int? CheckpointInterval { get; init; }

    /// <summary>What <see cref="CheckpointManager.RestoreOrInitialize"/> does where there is no checkpoint; null: nothing.</summary>
    public Action<Session>? InitFn { get; init; }

    /// <summary>The clock. Default the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told what TensorFlow would log as a warning; null: nobody hears it.</summary>
    public Action<string>? Warning { get; init; }
}
