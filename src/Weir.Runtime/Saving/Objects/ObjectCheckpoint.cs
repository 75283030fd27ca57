using System.Globalization;
using Weir.Checkpoints;
using Weir.Saving;

namespace Weir;

/// <summary>Saves and restores variables by the objects that they are parts of: <c>tf.train.Checkpoint</c>.</summary>
/// <remarks>
/// <para>
/// <c>new ObjectCheckpoint(graph) { ["model"] = model, ["step"] = step }</c> is the root of an object graph. The files are TensorFlow 2's: either side
/// restores what the other saved, if the parts have the same names. Unlike a <see cref="Saver"/> it asks for no names of variables, restores what
/// matches, and says afterwards what did not (<see cref="CheckpointLoadStatus"/>).
/// </para>
/// <para>Not thread-safe. Source: checkpoint/checkpoint.py (TensorFlow 2.15).</para>
/// </remarks>
public sealed class ObjectCheckpoint : Trackable
{
    private const string CounterName = "save_counter";

    private readonly Dictionary<Variable, (Output Value, Operation Assign)> assignments = [];
    private Output? counterHasValue;

    /// <summary>A root without parts.</summary>
    /// <param name="graph">The graph of its variables.</param>
    public ObjectCheckpoint(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Graph = graph;
    }

    /// <summary>The graph of its variables.</summary>
    public Graph Graph { get; }

    /// <summary>Counts the calls of <see cref="Save"/> in a session; it is saved and restored as the part <c>save_counter</c>. Made when it is first asked for.</summary>
    /// <remarks>It is in no collection, and starts at 0 in a session that has not restored it.</remarks>
    public Variable SaveCounter
    {
        get
        {
            if (Find(CounterName) is { } known) return known.Variable ?? throw new InvalidOperationException($"The part '{CounterName}' must be a variable.");
            string name = Graph.UniqueName(CounterName);
            VariableOptions options = new() { Trainable = false, Collections = [] };
            Variable counter = new Variables.VariableBuilder(Graph, name, Shape.Scalar, DType.Int64, options).Build(Initializers.Zeros);
            this[CounterName] = Named(counter, CounterName);
            return counter;
        }
    }

    /// <summary>Saves all variables under the next number, and makes this checkpoint the newest of its folder.</summary>
    /// <param name="session">A session of the graph, in which all variables have values.</param>
    /// <param name="filePrefix">The prefix, to which <c>-NUMBER</c> is added.</param>
    /// <returns>The prefix of the checkpoint.</returns>
    /// <exception cref="TfException">FAILED_PRECONDITION: a variable has no value. PERMISSION_DENIED, RESOURCE_EXHAUSTED: the files can not be written.</exception>
    public string Save(Session session, string filePrefix)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentException.ThrowIfNullOrEmpty(filePrefix);
        string saved = Write(session, string.Create(CultureInfo.InvariantCulture, $"{filePrefix}-{NextNumber(session)}"));
        new CheckpointState { ModelCheckpointPath = saved, AllModelCheckpointPaths = [saved] }.Write(CheckpointPaths.Folder(saved), relativePaths: true);
        return saved;
    }

    /// <summary>Saves all variables under a prefix as it is, without number and state file.</summary>
    /// <param name="session">A session of the graph, in which all variables have values.</param>
    /// <param name="prefix">The prefix.</param>
    /// <returns>The prefix.</returns>
    /// <exception cref="TfException">As for <see cref="Save"/>.</exception>
    public string Write(Session session, string prefix)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        ObjectGraph objects = ObjectGraph.Of(this);
        IReadOnlyList<(string Key, Variable Variable)> variables = objects.Variables();
        Tensor[] values = variables.Count == 0 ? [] : session.Run(null, [.. variables.Select(saved => saved.Variable.Value)]);
        try
        {
            using CheckpointWriter writer = CheckpointWriter.Create(prefix);
            for (int i = 0; i < values.Length; i++) writer.Add(variables[i].Key, values[i]);
            using Tensor graph = Tensor.Scalar(objects.ToBytes());
            writer.Add(CheckpointReader.ObjectGraphKey, graph);
            writer.Finish();
        }
        finally
        {
            foreach (Tensor value in values) value.Dispose();
        }

        return prefix;
    }

    /// <summary>Gives the variables of a session their saved values: those whose way from the root is in the checkpoint.</summary>
    /// <param name="session">A session of the graph; its variables need not have values.</param>
    /// <param name="savePath">
    /// The prefix of a checkpoint, as <see cref="Save"/> or TensorFlow wrote it. One that a <see cref="Saver"/> wrote is restored by the variables' names. Null:
    /// nothing is restored, and <see cref="CheckpointLoadStatus.InitializeOrRestore"/> initializes.
    /// </param>
    /// <returns>What matched and what did not.</returns>
    /// <exception cref="TfException">NOT_FOUND: there is no such checkpoint. INVALID_ARGUMENT: a value has another shape or dtype; nothing is restored. DATA_LOSS: the files are damaged.</exception>
    public CheckpointLoadStatus Restore(Session session, string? savePath)
    {
        _ = SaveCounter;
        return Read(session, savePath);
    }

    /// <summary>As <see cref="Restore"/>, for what <see cref="Write"/> wrote: the counter is left alone.</summary>
    /// <param name="session">A session of the graph.</param>
    /// <param name="savePath">The prefix of a checkpoint.</param>
    /// <returns>What matched and what did not.</returns>
    /// <exception cref="TfException">As for <see cref="Restore"/>.</exception>
    public CheckpointLoadStatus Read(Session session, string? savePath)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (savePath is null) return new CheckpointLoadStatus(this, session, reader: null);
        using CheckpointReader reader = CheckpointLoadStatus.Open(session, savePath);
        CheckpointLoadStatus status = new(this, session, reader);
        status.Restore(reader);
        return status;
    }

    /// <summary>Counts up and says the number.</summary>
    internal long NextNumber(Session session)
    {
        Variable counter = SaveCounter;
        (Output next, Operation assign) = AssignmentOf(counter);
        using Tensor has = session.Run(counterHasValue ??= counter.IsInitialized());
        long number = 1;
        if (has.ToArray<bool>()[0])
        {
            using Tensor value = session.Run(counter.Value);
            number = value.ToArray<long>()[0] + 1;
        }

        using Tensor now = Tensor.Scalar(number);
        session.Run(new Dictionary<Output, Tensor> { [next] = now }, [], [assign]);
        return number;
    }

    /// <summary>Gives variables values in one run.</summary>
    internal void Assign(Session session, IReadOnlyList<Variable> variables, IReadOnlyList<Tensor> values)
    {
        if (variables.Count == 0) return;
        (Output Value, Operation Assign)[] steps = [.. variables.Select(AssignmentOf)];
        Dictionary<Output, Tensor> feeds = steps.Select((step, i) => (step.Value, Tensor: values[i])).ToDictionary(pair => pair.Value, pair => pair.Tensor);
        session.Run(feeds, [], [.. steps.Select(step => step.Assign)]);
    }

    /// <summary>Made once for a variable: the graph does not grow with every restore.</summary>
    private (Output Value, Operation Assign) AssignmentOf(Variable variable)
    {
        if (assignments.TryGetValue(variable, out (Output Value, Operation Assign) known)) return known;
        using GraphScope scope = Graph.NameScope(variable.Name + "/restored");
        Output value = Graph.Placeholder(variable.DType, variable.Shape, "value");
        return assignments[variable] = (value, variable.Assign(value));
    }
}
