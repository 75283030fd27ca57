using System.Globalization;
using Weir.Protos;
using Weir.Saving;

namespace Weir;

/// <summary>Saves the variables of sessions as checkpoints and restores them. Adds its operations to the graph when it is made.</summary>
/// <remarks>
/// The prefix may name any place that the process can reach: a saver's files are its caller's, whatever files the session gives to other
/// operations. Not thread-safe. Source: saver.py (TensorFlow 2.15).
/// </remarks>
public sealed partial class Saver
{
    private readonly Graph graph;
    private readonly SaverOptions options;
    private readonly IReadOnlyList<Saveable>? given;
    private IReadOnlyList<Saveable> saveables = [];
    private SaverDef? definition;
    private CheckpointRetention? retention;
    private bool isEmpty;

#pragma warning disable RS0027 // A list and a dictionary are never mistaken for each other.
    /// <summary>A saver of all global variables, or of a list of them under their own names.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="variables">The variables; null for all global variables that the graph has when the saver is built, and its <see cref="GraphKeys.SaveableObjects"/>.</param>
    /// <param name="options">How it saves; null for the defaults.</param>
    /// <exception cref="ArgumentException">There are no variables, or two of the same name.</exception>
    public Saver(Graph graph, IReadOnlyList<Variable>? variables = null, SaverOptions? options = null)
        : this(options ?? new SaverOptions(), graph, variables is null ? null : SaverNames.OfList(variables))
    {
    }
#pragma warning restore RS0027

    /// <summary>A saver of what is saveable, variables or not.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="saveables">What is saved.</param>
    /// <param name="options">How it saves.</param>
    /// <exception cref="ArgumentException">There is nothing, or two have one name.</exception>
    public Saver(Graph graph, IReadOnlyList<Saveable> saveables, SaverOptions options)
        : this(options, graph, SaverNames.OfSaveables(saveables))
    {
    }

    /// <summary>A saver of some variables under chosen names, with the default options.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="variables">The variables by their names in checkpoints.</param>
    /// <exception cref="ArgumentException">There are no variables, or one has two names.</exception>
    public Saver(Graph graph, Dictionary<string, Variable> variables)
        : this(graph, variables, new SaverOptions())
    {
    }

    /// <summary>A saver of some variables under chosen names.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="variables">The variables by their names in checkpoints.</param>
    /// <param name="options">How it saves.</param>
    /// <exception cref="ArgumentException">There are no variables, or one has two names.</exception>
    public Saver(Graph graph, Dictionary<string, Variable> variables, SaverOptions options)
        : this(options, graph, SaverNames.OfDictionary(variables))
    {
    }

    private Saver(SaverOptions options, Graph graph, IReadOnlyList<Saveable>? given)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(graph);
        if (options.DeferBuild && given is not null)
        {
            throw new ArgumentException("If `var_list` is provided then build cannot be deferred. Either set defer_build=False or var_list=None.", nameof(options));
        }

        this.graph = graph;
        this.given = given;
        this.options = options;
        if (!options.DeferBuild) Build();
    }

    private Saver(Graph graph, SaverDef definition, SaverOptions options)
    {
        this.graph = graph;
        this.options = options;
        Use(definition);
    }

    /// <summary>The checkpoints that were saved last and are kept, the oldest first.</summary>
    public IReadOnlyList<string> LastCheckpoints => retention?.Paths ?? [];

    /// <summary>A saver over operations that are in the graph already.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="definition">The names of the operations, and how many checkpoints are kept.</param>
    /// <param name="importScope">The prefix that the graph was imported under; null for none.</param>
    /// <param name="options">The clock, and who hears warnings; what the definition says is not looked at.</param>
    /// <exception cref="TfException">NOT_FOUND: the graph has not these operations.</exception>
    public static Saver FromProto(Graph graph, SaverDef definition, string? importScope = null, SaverOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(definition);
        SaverDef own = definition.Clone();
        if (!string.IsNullOrEmpty(importScope))
        {
            own.FilenameTensorName = $"{importScope}/{own.FilenameTensorName}";
            own.SaveTensorName = $"{importScope}/{own.SaveTensorName}";
            own.RestoreOpName = $"{importScope}/{own.RestoreOpName}";
        }

        return new Saver(graph, own, options ?? new SaverOptions());
    }

    /// <summary>Adds the operations of a saver that was made with <see cref="SaverOptions.DeferBuild"/>. Does nothing the second time.</summary>
    /// <exception cref="ArgumentException">There are no variables, or two of the same name.</exception>
    public void Build()
    {
        if (definition is not null || isEmpty) return;
        saveables = given ?? SaverNames.OfGraph(graph);
        if (saveables.Count == 0)
        {
            if (!options.AllowEmpty) throw new ArgumentException("No variables to save");
            isEmpty = true;
            return;
        }

        Use(new SaverBuilder(graph, saveables, options).Build());
    }

    /// <summary>The names of its operations, and how many checkpoints it keeps.</summary>
    /// <exception cref="InvalidOperationException">It is not built.</exception>
    public SaverDef ToProto() => Built().Clone();

    /// <summary>Saves the variables of a session.</summary>
    /// <param name="session">A session of the saver's graph.</param>
    /// <param name="savePath">The prefix, to which <c>-globalStep</c> is added.</param>
    /// <param name="globalStep">The step; null for none.</param>
    /// <param name="save">What else is done; null for the defaults.</param>
    /// <returns>The prefix of the checkpoint; null: there are no variables.</returns>
    /// <exception cref="ArgumentException">The names of state file and checkpoint are not fit.</exception>
    /// <exception cref="InvalidOperationException">The saver is not built.</exception>
    /// <exception cref="TfException">FAILED_PRECONDITION: a variable has no value. PERMISSION_DENIED, RESOURCE_EXHAUSTED: the files can not be written.</exception>
    public string? Save(Session session, string savePath, long? globalStep = null, SaveOptions? save = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentException.ThrowIfNullOrEmpty(savePath);
        save ??= new SaveOptions();
        if (definition is null && !isEmpty) throw new InvalidOperationException("`build()` should be called before save if defer_build==True");
        string stateName = save.LatestFileName ?? CheckpointState.DefaultFileName;
        if (stateName.Contains('/', StringComparison.Ordinal)) throw new ArgumentException("'latest_filename' must not contain path components", nameof(save));
        string prefix = PrefixOf(savePath, globalStep, stateName);
        string? saved = isEmpty ? null : SaveVariables(session, prefix, savePath, stateName, save);
        if (save.WriteMetaGraph) ExportMetaGraph(Checkpoint.MetaGraphPath(prefix, save.MetaGraphSuffix), metaGraph: new MetaGraphOptions { StripDefaultAttrs = save.StripDefaultAttrs });
        return saved;
    }

    /// <summary>Restores the variables of a session. They need not have been initialized.</summary>
    /// <param name="session">A session of the saver's graph.</param>
    /// <param name="savePath">The prefix of the checkpoint.</param>
    /// <exception cref="TfException">
    /// INVALID_ARGUMENT: there is no checkpoint of this prefix, or a tensor has another shape or dtype. NOT_FOUND: a tensor is missing; the message has names
    /// near it. DATA_LOSS: the files are damaged.
    /// </exception>
    /// <exception cref="InvalidOperationException">The saver is not built.</exception>
    public void Restore(Session session, string savePath)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (isEmpty) return;
        if (savePath is null) throw new ArgumentNullException(nameof(savePath), "Can't load save_path when it is None.");
        SaverDef saver = Built();
        if (!Checkpoint.Exists(savePath)) throw new TfException(StatusCode.InvalidArgument, "The passed save_path is not a valid checkpoint: " + savePath);
        try
        {
            RunRestore(session, saver, savePath);
        }
        catch (TfException e) when (e.Code == StatusCode.NotFound)
        {
            if (KeysOfObjects(savePath) is not { } keys) throw SaverErrors.Restoring(e, "a Variable name or other graph key that is missing");
            options.Warning?.Invoke("Restoring an object-based checkpoint using a name-based saver. This may be somewhat fragile, and will re-build the Saver. "
                + "Instead, consider loading object-based checkpoints using tf.train.Checkpoint().");
            RestoreObjects(session, savePath, keys);
        }
        catch (TfException e) when (e.Code == StatusCode.InvalidArgument)
        {
            throw SaverErrors.Restoring(e, "a mismatch between the current graph and the graph");
        }
    }

    /// <summary>Takes over the checkpoints of an earlier process, so that old ones are deleted in their turn. Those that are gone are passed over.</summary>
    /// <param name="checkpointPaths">Their prefixes, the oldest first.</param>
    public void RecoverLastCheckpoints(IEnumerable<string> checkpointPaths)
    {
        ArgumentNullException.ThrowIfNull(checkpointPaths);
        retention?.Set([.. from path in checkpointPaths
                           let time = Checkpoint.ModificationTime(path)
                           where time is not null
                           select (path, time.Value.ToUnixTimeMilliseconds() / 1000.0)]);
    }

    /// <summary>Takes over checkpoints with the times at which they were saved.</summary>
    /// <param name="checkpoints">Prefixes and times in seconds since 1970, the oldest first.</param>
    public void SetLastCheckpointsWithTime(IEnumerable<(string Path, double Time)> checkpoints)
    {
        ArgumentNullException.ThrowIfNull(checkpoints);
        retention?.Set(checkpoints);
    }

    /// <summary>Takes over checkpoints that are never to be deleted: they count as saved at the end of time.</summary>
    /// <param name="checkpointPaths">Prefixes, the oldest first.</param>
    public void SetLastCheckpoints(IEnumerable<string> checkpointPaths)
    {
        ArgumentNullException.ThrowIfNull(checkpointPaths);
        retention?.Set([.. checkpointPaths.Select(path => (path, double.PositiveInfinity))]);
    }

    private void Use(SaverDef saver)
    {
        graph.GetOutput(saver.FilenameTensorName);
        graph.GetOutput(saver.SaveTensorName);
        if (!graph.TryGetOperation(saver.RestoreOpName, out _)) throw new TfException(StatusCode.NotFound, $"The graph has no operation '{saver.RestoreOpName}', by which the saver restores.");
        definition = saver;
        retention = new CheckpointRetention(saver, options.Clock, options.Warning);
    }

    private SaverDef Built() => definition ?? throw new InvalidOperationException("`build()` should be called before save if defer_build==True");

    private string PrefixOf(string savePath, long? globalStep, string stateName)
    {
        if (globalStep is { } step)
        {
            string number = step.ToString(options.PadStepNumber ? step < 0 ? "D7" : "D8" : "D", CultureInfo.InvariantCulture);
            return $"{savePath}-{number}";
        }

        if (Checkpoints.CheckpointPaths.Name(savePath) == stateName && definition is not { Sharded: true })
        {
            throw new ArgumentException($"'latest_filename' collides with 'save_path': '{stateName}' and '{savePath}'", nameof(savePath));
        }

        return savePath;
    }

    private string SaveVariables(Session session, string prefix, string savePath, string stateName, SaveOptions save)
    {
        SaverDef saver = Built();
        string folder = Checkpoints.CheckpointPaths.Folder(savePath);
        Checkpoints.Leftovers.Remove(WritableLocalFileSystem.Unrestricted, savePath, stateName);
        using Tensor path = Tensor.Scalar(prefix);
        using Tensor result = session.Run(
            new Dictionary<Output, Tensor> { [graph.GetOutput(saver.FilenameTensorName)] = path }, [graph.GetOutput(saver.SaveTensorName)],
            options: new RunOptions { Files = new PrefixFiles(prefix) })[0];
        string saved = result.ToArray<string>()[0];
        if (!save.WriteState) return saved;
        retention!.Record(saved);
        new CheckpointState { ModelCheckpointPath = saved, AllModelCheckpointPaths = retention.Paths }.Write(folder, stateName, options.SaveRelativePaths);
        retention.DeleteOld(save.MetaGraphSuffix);
        return saved;
    }

    private void RunRestore(Session session, SaverDef saver, string savePath)
    {
        graph.TryGetOperation(saver.RestoreOpName, out Operation? restore);
        using Tensor path = Tensor.Scalar(savePath);
        session.Run(new Dictionary<Output, Tensor> { [graph.GetOutput(saver.FilenameTensorName)] = path }, [], [restore!], new RunOptions { Files = new PrefixFiles(savePath) });
    }
}
