using Weir.Saving;

namespace Weir;

/// <summary>First values of variables out of checkpoints: <c>tf.train.init_from_checkpoint</c> and <c>tf.train.warm_start</c>.</summary>
/// <remarks>
/// Initializers are replaced: run them afterwards, <c>session.Run(graph.GlobalVariablesInitializer())</c>. They read the checkpoint's and the vocabularies' files
/// whatever files the session has; that permission is not part of an exported graph. Source: checkpoint_utils.py, warm_starting_util.py (TensorFlow 2.15).
/// </remarks>
public static class CheckpointInitialization
{
    /// <summary>Replaces the initializers of variables by reading tensors of a checkpoint.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="directoryOrPrefix">A folder with a state file, or a prefix.</param>
    /// <param name="assignments">
    /// Names of tensors with what they initialize: <c>["old/w"] = "new/w"</c>, <c>["old/w"] = variable</c>; or scopes, <c>["old/"] = "new/"</c>,
    /// where <c>"/"</c> is the root. A partitioned variable is read by part, whole or cut as the tensor may be.
    /// </param>
    /// <exception cref="TfException">NOT_FOUND: there is no such checkpoint. As for <see cref="CheckpointReader.Open(string)"/>.</exception>
    /// <exception cref="ArgumentException">A tensor is not in the checkpoint or has another shape, or a scope is mapped to a name.</exception>
    public static void InitFromCheckpoint(this Graph graph, string directoryOrPrefix, IReadOnlyDictionary<string, AssignmentTarget> assignments)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(directoryOrPrefix);
        ArgumentNullException.ThrowIfNull(assignments);
        using CheckpointReader reader = Checkpoint.Load(directoryOrPrefix);
        new CheckpointAssignments(graph, reader, directoryOrPrefix).Add(assignments);
    }

    /// <summary>Replaces the initializers of variables by values of an earlier model: the same variables, renamed ones, and matrices whose rows or columns belong to words.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="settings">Which variables, and from where.</param>
    /// <exception cref="TfException">NOT_FOUND: there is no such checkpoint. As for <see cref="CheckpointReader.Open(string)"/>.</exception>
    /// <exception cref="ArgumentException">As for <see cref="InitFromCheckpoint"/>; or the settings name a variable that is not warm-started.</exception>
    public static void WarmStart(this Graph graph, WarmStartSettings settings)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(settings);
        using CheckpointReader reader = Checkpoint.Load(settings.CheckpointToInitializeFrom);
        new WarmStarting(graph, reader, settings).Run();
    }
}
