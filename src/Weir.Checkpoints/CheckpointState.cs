using Weir.Checkpoints;

namespace Weir;

/// <summary>What a folder's file <c>checkpoint</c> says: the newest checkpoint, and all that a saver keeps. Immutable.</summary>
/// <remarks>Source: checkpoint_management.py (TensorFlow 2.15).</remarks>
public sealed record CheckpointState
{
    /// <summary>The name of the file when nothing else is said.</summary>
    public const string DefaultFileName = "checkpoint";

    /// <summary>The prefix of the newest checkpoint.</summary>
    public required string ModelCheckpointPath { get; init; }

    /// <summary>The prefixes of all checkpoints that are kept, the oldest first.</summary>
    public IReadOnlyList<string> AllModelCheckpointPaths { get; init; } = [];

    /// <summary>For each of them when it was written, in seconds since 1970; empty: not said. A Saver does not say it.</summary>
    public IReadOnlyList<double> AllModelCheckpointTimestamps { get; init; } = [];

    /// <summary>When a checkpoint was last kept for good, in seconds since 1970; null: not said.</summary>
    public double? LastPreservedTimestamp { get; init; }

    /// <summary>Reads the state of a folder; relative paths in it are made relative to what the folder is relative to.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="fileName">The file's name; null for <see cref="DefaultFileName"/>.</param>
    /// <param name="warning">Told where a file is there and can not be read.</param>
    /// <returns>The state; null: there is no such file, or it can not be read or parsed.</returns>
    /// <exception cref="TfException">INVALID_ARGUMENT: the file names no checkpoint.</exception>
    public static CheckpointState? Read(string directory, string? fileName = null, Action<string>? warning = null)
    {
        ArgumentNullException.ThrowIfNull(directory);
        string path = CheckpointPaths.Join(directory, fileName ?? DefaultFileName);
        Protos.CheckpointState proto;
        try
        {
            if (!File.Exists(path)) return null;
            proto = TextFormat.Parse<Protos.CheckpointState>(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TfException)
        {
            warning?.Invoke($"{path}: {e.Message} Checkpoint ignored.");
            return null;
        }

        if (proto.ModelCheckpointPath.Length == 0) throw new TfException(StatusCode.InvalidArgument, "Invalid checkpoint state loaded from " + directory);
        return new CheckpointState
        {
            ModelCheckpointPath = CheckpointPaths.Join(directory, proto.ModelCheckpointPath),
            AllModelCheckpointPaths = [.. proto.AllModelCheckpointPaths.Select(prefix => CheckpointPaths.Join(directory, prefix))],
            AllModelCheckpointTimestamps = [.. proto.AllModelCheckpointTimestamps],
            LastPreservedTimestamp = proto.LastPreservedTimestamp != 0 ? proto.LastPreservedTimestamp : null,
        };
    }

    /// <summary>
    /// The state as it is written in a folder: the newest checkpoint is the last of all, and paths below a folder that is itself relative are
    /// relative to it.
    /// </summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="ArgumentException">As many timestamps as paths are needed, or none.</exception>
    public CheckpointState RelativeTo(string directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        if (AllModelCheckpointTimestamps.Count > 0 && AllModelCheckpointTimestamps.Count != AllModelCheckpointPaths.Count)
        {
            throw new ArgumentException("Checkpoint timestamps, if provided, must match checkpoint paths "
                + $"(got paths [{string.Join(", ", AllModelCheckpointPaths.Select(path => $"'{path}'"))}] and timestamps [{string.Join(", ", AllModelCheckpointTimestamps.Select(PythonNumber))}])");
        }

        List<string> all = [.. AllModelCheckpointPaths];
        if (all.Count == 0 || all[^1] != ModelCheckpointPath) all.Add(ModelCheckpointPath);
        if (CheckpointPaths.IsAbsolute(directory)) return this with { AllModelCheckpointPaths = all };
        return this with
        {
            ModelCheckpointPath = Rewritten(ModelCheckpointPath),
            AllModelCheckpointPaths = [.. all.Select(Rewritten)],
        };

        string Rewritten(string path) => CheckpointPaths.IsAbsolute(path) ? path : CheckpointPaths.Relative(path, directory);
    }

    /// <summary>Writes the state into a folder: to a file of another name, which then takes this one's place.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="fileName">The file's name; null for <see cref="DefaultFileName"/>.</param>
    /// <param name="relativePaths">Whether all paths are written relative to the folder, so that it may be moved.</param>
    /// <exception cref="ArgumentException">As for <see cref="RelativeTo"/>; or the checkpoint has the file's own name.</exception>
    /// <exception cref="TfException">PERMISSION_DENIED, RESOURCE_EXHAUSTED, NOT_FOUND: the file can not be written.</exception>
    public void Write(string directory, string? fileName = null, bool relativePaths = false)
    {
        ArgumentNullException.ThrowIfNull(directory);
        CheckpointState state = relativePaths ? WithRelativePaths(directory) : this;
        state = state.RelativeTo(directory);
        string path = CheckpointPaths.Join(directory, fileName ?? DefaultFileName);
        if (path == state.ModelCheckpointPath)
        {
            throw new ArgumentException(
                $"Save path '{ModelCheckpointPath}' conflicts with path used for checkpoint state.  Please use a different save path.", nameof(directory));
        }

        WholeFile.Write(path, TextFormat.PrintUtf8(state.ToProto()));
    }

    internal Protos.CheckpointState ToProto()
    {
        Protos.CheckpointState proto = new() { ModelCheckpointPath = ModelCheckpointPath };
        proto.AllModelCheckpointPaths.AddRange(AllModelCheckpointPaths);
        proto.AllModelCheckpointTimestamps.AddRange(AllModelCheckpointTimestamps);
        if (LastPreservedTimestamp is { } time) proto.LastPreservedTimestamp = time;
        return proto;
    }

    private CheckpointState WithRelativePaths(string directory) => this with
    {
        ModelCheckpointPath = CheckpointPaths.IsAbsolute(ModelCheckpointPath) ? CheckpointPaths.Relative(ModelCheckpointPath, directory) : ModelCheckpointPath,
        AllModelCheckpointPaths = [.. AllModelCheckpointPaths.Select(path => CheckpointPaths.IsAbsolute(path) ? CheckpointPaths.Relative(path, directory) : path)],
    };

    private static string PythonNumber(double value) =>
        double.IsInteger(value) ? value.ToString("F1", System.Globalization.CultureInfo.InvariantCulture) : value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
