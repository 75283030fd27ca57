using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Weir.Bundles;
using Weir.Checkpoints;

namespace Weir;

/// <summary>Finding, listing and removing checkpoints: <c>tf.train.latest_checkpoint</c> and its family.</summary>
/// <remarks>Source: checkpoint_management.py and checkpoint_utils.py (TensorFlow 2.15). Thread-safe.</remarks>
public static partial class Checkpoint
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>The newest checkpoint of a folder, as its state file says.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="latestFileName">The state file's name; null for <see cref="CheckpointState.DefaultFileName"/>.</param>
    /// <param name="warning">Told where a state file can not be read, or names files that are gone.</param>
    /// <returns>The prefix; null: there is none, or its files are gone.</returns>
    /// <exception cref="TfException">INVALID_ARGUMENT: the state file names no checkpoint.</exception>
    public static string? Latest(string directory, string? latestFileName = null, Action<string>? warning = null)
    {
        if (CheckpointState.Read(directory, latestFileName, warning) is not { } state) return null;
        if (Exists(state.ModelCheckpointPath)) return state.ModelCheckpointPath;
        warning?.Invoke($"Couldn't match files for checkpoint {state.ModelCheckpointPath}");
        return null;
    }

    /// <summary>Whether there is a checkpoint of a prefix: its index, or a file or sharded files of the older format.</summary>
    /// <param name="prefix">The prefix, or a pattern with <c>?</c> and <c>*</c>.</param>
    public static bool Exists(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return CheckpointPaths.Matching(BundleFiles.Index(prefix)).Count > 0 || CheckpointPaths.Matching(prefix).Count > 0;
    }

    /// <summary>When checkpoints were written, as their index files say.</summary>
    /// <param name="prefixes">The prefixes.</param>
    /// <returns>A time for each checkpoint that is there, in their order.</returns>
    public static IReadOnlyList<DateTimeOffset> GetModificationTimes(IEnumerable<string> prefixes)
    {
        ArgumentNullException.ThrowIfNull(prefixes);
        return [.. prefixes.Select(ModificationTime).OfType<DateTimeOffset>()];
    }

    /// <summary>Deletes a checkpoint and its MetaGraph file. What is not there is passed over.</summary>
    /// <param name="prefix">The prefix.</param>
    /// <param name="version">The format it was written in.</param>
    /// <param name="metaGraphSuffix">The suffix of the MetaGraph file.</param>
    /// <exception cref="TfException">PERMISSION_DENIED.</exception>
    public static void Remove(string prefix, CheckpointVersion version = CheckpointVersion.V2, string metaGraphSuffix = "meta")
    {
        ArgumentNullException.ThrowIfNull(prefix);
        foreach (string file in CheckpointPaths.Matching(MetaGraphPath(prefix, metaGraphSuffix)).Concat(FilesOf(prefix, version))) WritableLocalFileSystem.Unrestricted.Delete(file);
    }

    /// <summary>Opens a checkpoint, or the newest one of a folder.</summary>
    /// <param name="directoryOrPrefix">A folder with a state file, or a prefix.</param>
    /// <returns>A reader; the caller disposes it.</returns>
    /// <exception cref="TfException">NOT_FOUND: there is none. As for <see cref="CheckpointReader.Open(string)"/>.</exception>
    public static CheckpointReader Load(string directoryOrPrefix)
    {
        ArgumentNullException.ThrowIfNull(directoryOrPrefix);
        string? prefix = Directory.Exists(directoryOrPrefix) ? Latest(directoryOrPrefix) : directoryOrPrefix;
        return prefix is not null ? CheckpointReader.Open(prefix)
            : throw new TfException(StatusCode.NotFound, $"Couldn't find 'checkpoint' file or checkpoints in given directory {directoryOrPrefix}");
    }

    /// <summary>The tensors of a checkpoint, in the order of their names.</summary>
    /// <param name="directoryOrPrefix">A folder with a state file, or a prefix.</param>
    /// <exception cref="TfException">As for <see cref="Load"/>.</exception>
    public static IReadOnlyList<CheckpointEntry> ListVariables(string directoryOrPrefix)
    {
        using CheckpointReader reader = Load(directoryOrPrefix);
        return reader.Entries;
    }

    /// <summary>Reads one tensor of a checkpoint.</summary>
    /// <param name="directoryOrPrefix">A folder with a state file, or a prefix.</param>
    /// <param name="name">The tensor's name; a <c>:0</c> at its end does not count.</param>
    /// <returns>A tensor of its own; the caller disposes it.</returns>
    /// <exception cref="TfException">As for <see cref="Load"/> and <see cref="CheckpointReader.Read(string)"/>.</exception>
    public static Tensor LoadVariable(string directoryOrPrefix, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        using CheckpointReader reader = Load(directoryOrPrefix);
        return reader.Read(name.EndsWith(":0", StringComparison.Ordinal) ? name[..^2] : name);
    }

    /// <summary>The checkpoints of a folder as they come: the newest one now, then each newer one.</summary>
    /// <param name="directory">The folder that somebody else writes checkpoints into.</param>
    /// <param name="minInterval">The least time between two of them; those in between are passed over.</param>
    /// <param name="timeout">How long a new one is waited for; null: for ever.</param>
    /// <param name="timedOut">Asked when the time is over whether the wait has an end; null: it has.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async IAsyncEnumerable<string> WatchAsync(
        string directory,
        TimeSpan minInterval = default,
        TimeSpan? timeout = null,
        Func<bool>? timedOut = null,
        TimeProvider? clock = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(directory);
        clock ??= TimeProvider.System;
        for (string? last = null; ;)
        {
            if (await WaitForNewAsync(directory, last, timeout, clock, cancellationToken).ConfigureAwait(false) is not { } found)
            {
                if (timedOut is null || timedOut()) yield break;
                continue;
            }

            long start = clock.GetTimestamp();
            yield return last = found;
            TimeSpan rest = minInterval - clock.GetElapsedTime(start);
            if (rest > TimeSpan.Zero) await Task.Delay(rest, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The files of a checkpoint that are there, without its MetaGraph.</summary>
    internal static IEnumerable<string> FilesOf(string prefix, CheckpointVersion version) => version == CheckpointVersion.V2
        ? CheckpointPaths.Matching(BundleFiles.Index(prefix)).Concat(CheckpointPaths.Matching(prefix + ".data-?????-of-?????"))
        : CheckpointPaths.Matching(prefix);

    /// <summary>The MetaGraph file that goes with a checkpoint: sharded files of the older format have one together.</summary>
    internal static string MetaGraphPath(string prefix, string suffix) => $"{ShardSuffix().Replace(prefix, "")}.{suffix}";

    internal static DateTimeOffset? ModificationTime(string prefix)
    {
        IReadOnlyList<string> found = CheckpointPaths.Matching(BundleFiles.Index(prefix));
        if (found.Count == 0) found = CheckpointPaths.Matching(prefix);
        return found.Count == 0 ? null : new DateTimeOffset(File.GetLastWriteTimeUtc(found[0]), TimeSpan.Zero);
    }

    private static async Task<string?> WaitForNewAsync(string directory, string? last, TimeSpan? timeout, TimeProvider clock, CancellationToken cancellationToken)
    {
        long start = clock.GetTimestamp();
        while (true)
        {
            if (Latest(directory) is { } latest && latest != last) return latest;
            if (timeout is { } most && clock.GetElapsedTime(start) + PollInterval > most) return null;
            await Task.Delay(PollInterval, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    [GeneratedRegex(@"-[\d\?]+-of-\d+$")]
    private static partial Regex ShardSuffix();
}
