using System.Globalization;
using System.Text;
using Weir.Saving;

namespace Weir;

/// <summary>What of a checkpoint found its place in an <see cref="ObjectCheckpoint"/>, and what did not.</summary>
/// <remarks>
/// All methods look at the objects as they are when they are called: parts that were added after the restore count. Not thread-safe. Source:
/// checkpoint/checkpoint.py (TensorFlow 2.15).
/// </remarks>
public sealed class CheckpointLoadStatus
{
    private const int MostShown = 10;

    private readonly ObjectCheckpoint root;
    private readonly Session session;
    private readonly string? prefix;
    private readonly StoredObjects? stored;
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <param name="root">The objects.</param>
    /// <param name="session">Where their variables have values.</param>
    /// <param name="reader">The checkpoint; null: there is nothing to be restored.</param>
    internal CheckpointLoadStatus(ObjectCheckpoint root, Session session, CheckpointReader? reader)
    {
        this.root = root;
        this.session = session;
        if (reader is null) return;
        prefix = reader.Prefix;
        stored = StoredObjects.Read(reader);
        if (stored is null) names.UnionWith(reader.Entries.Select(entry => entry.Name));
    }

    /// <summary>Gives those variables that match their stored values, again or, where they were added since, for the first time.</summary>
    /// <exception cref="TfException">INVALID_ARGUMENT: a value has another shape or dtype; nothing is restored. DATA_LOSS: the files are damaged.</exception>
    public void RunRestoreOps()
    {
        if (prefix is null) throw NothingGiven();
        using CheckpointReader reader = Open(session, prefix);
        Restore(reader);
    }

    /// <summary>As <see cref="RunRestoreOps"/>, and initializes the variables that the checkpoint has no value for.</summary>
    /// <exception cref="TfException">As for <see cref="RunRestoreOps"/>.</exception>
    public void InitializeOrRestore()
    {
        using CheckpointReader? reader = prefix is null ? null : Open(session, prefix);
        IReadOnlyList<(string Key, Variable Variable)> matched = reader is null ? [] : Restore(reader);
        Operation[] initializers = [.. Variables().Except(matched.Select(pair => pair.Variable)).Select(variable => variable.Initializer).OfType<Operation>()];
        if (initializers.Length > 0) session.Run(initializers);
    }

    /// <summary>Requires that every variable has a value from the checkpoint, and every stored value a variable.</summary>
    /// <returns>This.</returns>
    /// <exception cref="TfException">FAILED_PRECONDITION: it is not so; the message says of what.</exception>
    public CheckpointLoadStatus AssertConsumed()
    {
        AssertExistingObjectsMatched();
        if (stored is null)
        {
            string[] unused = [.. names.Except(Variables().Select(variable => variable.Name)).Order(StringComparer.Ordinal)];
            return unused.Length == 0 ? this : throw Failed($"Unresolved names in checkpoint: {string.Join(", ", unused)}");
        }

        Dictionary<int, Trackable> bound = stored.Match(root);
        for (int i = 0; i < stored.Nodes.Count; i++)
        {
            if (stored.Nodes[i].Attributes.Count > 0 && !bound.ContainsKey(i)) throw Failed($"Unresolved object in checkpoint {stored.PathOf(i)}: {stored.Nodes[i].Attributes[0].CheckpointKey}");
        }

        return this;
    }

    /// <summary>Requires that every object, but for those without parts, is in the checkpoint; the checkpoint may have more.</summary>
    /// <returns>This.</returns>
    /// <exception cref="TfException">FAILED_PRECONDITION: it is not so; the message names the objects.</exception>
    public CheckpointLoadStatus AssertExistingObjectsMatched()
    {
        if (prefix is null) throw NothingGiven();
        string[] left = [.. Unmatched().Where(item => item.Variable is not null || item.Children.Count > 0).Select(Shown)];
        if (left.Length == 0) return this;
        int shown = Math.Min(MostShown, left.Length);
        throw Failed(string.Create(CultureInfo.InvariantCulture, $"Found {left.Length} objects that were not bound to checkpointed values, likely due to changes in the program. ")
            + $"Showing {shown} of {left.Length} unmatched objects: [{string.Join(", ", left.Take(shown))}]");
    }

    /// <summary>Requires that something beside the root matched.</summary>
    /// <returns>This.</returns>
    /// <exception cref="TfException">FAILED_PRECONDITION: it is not so.</exception>
    public CheckpointLoadStatus AssertNontrivialMatch()
    {
        if (prefix is null) throw NothingGiven();
        bool matches = stored is null ? Matched().Count > 0 : stored.Match(root).Count > 1;
        if (matches) return this;
        string[] left = [.. Unmatched().Select(Shown)];
        throw Failed(left.Length == 0
            ? "Nothing to load. No dependencies have been added to the root yet."
            : "Nothing except the root object matched a checkpointed value. Typically this means that the checkpoint does not match the program. "
                + $"The following objects have no matching checkpointed value: [{string.Join(", ", left.Take(MostShown))}]");
    }

    /// <summary>For TensorFlow's sake: nothing is said of what is left of a checkpoint, unless it is asked.</summary>
    /// <returns>This.</returns>
    public CheckpointLoadStatus ExpectPartial() => this;

    /// <summary>Opens a checkpoint as the session restores.</summary>
    internal static CheckpointReader Open(Session session, string prefix)
    {
        try
        {
            return CheckpointReader.Open(prefix, session.Environment.RestoreMode);
        }
        catch (TfException e) when (e.Code == StatusCode.NotFound)
        {
            throw new TfException(e.Code, $"Error when restoring from checkpoint or SavedModel at {prefix}: {e.Message}\nPlease double-check that the path is correct. "
                + "You may be missing the checkpoint suffix (e.g. the '-1' in 'path/to/ckpt-1').", e);
        }
    }

    /// <returns>What was given its stored value.</returns>
    internal IReadOnlyList<(string Key, Variable Variable)> Restore(CheckpointReader reader)
    {
        IReadOnlyList<(string Key, Variable Variable)> matched = Matched();
        foreach ((string key, Variable variable) in matched) RequireFit(reader, key, variable);
        byte[][] keys = [.. matched.Select(pair => Encoding.UTF8.GetBytes(pair.Key))];
        Tensor[] values = reader.ReadAll(keys, Array.ConvertAll<byte[], byte[]>(keys, _ => []), [.. matched.Select(pair => pair.Variable.DType)]);
        try
        {
            root.Assign(session, [.. matched.Select(pair => pair.Variable)], values);
            return matched;
        }
        finally
        {
            foreach (Tensor value in values) value.Dispose();
        }
    }

    private static string Shown(Trackable item) => item.Variable is { } variable ? $"<Variable '{variable.Name}' shape={variable.Shape} dtype={variable.DType.TfName()}>" : $"<{item.GetType().Name} of {string.Join(", ", item.Children.Select(child => child.Key))}>";

    private static TfException Failed(string message) => new(StatusCode.FailedPrecondition, message);

    private static TfException NothingGiven() => Failed("No checkpoint specified (save_path=None); nothing is being restored.");

    private static void RequireFit(CheckpointReader reader, string key, Variable variable)
    {
        Shape shape = reader.GetShape(key);
        if (!variable.Shape.IsCompatibleWith(shape))
        {
            throw new TfException(StatusCode.InvalidArgument,
                $"Received incompatible tensor with shape {PythonShapes.Tuple(shape)} when attempting to restore variable with shape {PythonShapes.Tuple(variable.Shape)} and name {variable.Name}:0.");
        }
    }

    /// <summary>All variables, each once.</summary>
    private IEnumerable<Variable> Variables() => ObjectGraph.Of(root).Objects.Select(item => item.Variable).OfType<Variable>();

    private IReadOnlyList<(string Key, Variable Variable)> Matched()
    {
        if (stored is null) return [.. Variables().Where(variable => names.Contains(variable.Name)).Select(variable => (variable.Name, variable))];
        return
        [
            .. stored.Match(root).OrderBy(pair => pair.Key)
                .Select(pair => (Value: stored.Nodes[pair.Key].Attributes.FirstOrDefault(attribute => attribute.Name == ObjectGraph.ValueName), pair.Value.Variable))
                .Where(pair => pair.Value is not null && pair.Variable is not null).Select(pair => (pair.Value!.CheckpointKey, pair.Variable!)).DistinctBy(pair => pair.Item2),
        ];
    }

    private IEnumerable<Trackable> Unmatched()
    {
        ObjectGraph objects = ObjectGraph.Of(root);
        if (stored is null) return objects.Objects.Where(item => item.Variable is { } variable && !names.Contains(variable.Name) && variable != root.Find("save_counter")?.Variable);
        HashSet<object> bound = new(stored.Match(root).Values.Select(item => item.Identity), ReferenceEqualityComparer.Instance);
        return objects.Objects.Where(item => !bound.Contains(item.Identity));
    }
}
