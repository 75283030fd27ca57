using Weir.Plans;
using Weir.Sessions;

namespace Weir;

/// <summary>Runs a graph and holds the state of its variables. Safe for concurrent runs.</summary>
/// <remarks>
/// <see cref="Run(IReadOnlyDictionary{Output, Tensor}, IReadOnlyList{Output}, IReadOnlyList{Operation}, RunOptions, CancellationToken)"/>
/// behaves as TensorFlow's Python Session: it checks the shapes of feeds, and returns a tensor that is both fed and fetched.
/// <see cref="MakeCallable"/> behaves as the C++ session: it checks dtypes alone, and is the faster for repeated runs.
/// </remarks>
public sealed class Session : IDisposable
{
    private readonly RunEnvironment environment;
    private readonly PlanCache plans;
    private readonly bool allowSoftPlacement;
    private readonly SessionLifetime lifetime;
    private readonly Lock gate = new();
    private readonly List<Plan> ownedPlans = [];
    private GraphPreparation? preparation;

    /// <summary>Opens a session on a graph.</summary>
    /// <param name="graph">The graph; operations added later are seen by later runs.</param>
    /// <param name="options">Files, limits, caches; null: the defaults.</param>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public Session(Graph graph, SessionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        options ??= new SessionOptions();
        graph.Open();
        Graph = graph;
        lifetime = new SessionLifetime(Free);
        allowSoftPlacement = options.AllowSoftPlacement;
        environment = new RunEnvironment(
            new ResourceManager(), options.Files, options.Limits, new PreparationCache(options.SharesPreparations), options.Fuses, options.IntraOpThreads, options.InterOpThreads, options.Print, options.RestoreMode, lifetime.Closing);
        plans = new PlanCache(Math.Max(1, options.MaxCachedPlans));
    }

    /// <summary>The graph that it runs.</summary>
    public Graph Graph { get; }

    internal RunEnvironment Environment => environment;

    /// <summary>Runs what the fetches and targets need.</summary>
    /// <param name="feeds">Values that stand for outputs; they stay the caller's.</param>
    /// <param name="fetches">The outputs to return.</param>
    /// <param name="targets">Operations to run for their effect.</param>
    /// <param name="options">Timeout and trace.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    /// <returns>A tensor for each fetch; the caller disposes them.</returns>
    /// <exception cref="TfException">Any error of the graph, with the node's name. CANCELLED: the session is disposed, before or meanwhile.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Tensor[] Run(
        IReadOnlyDictionary<Output, Tensor>? feeds,
        IReadOnlyList<Output> fetches,
        IReadOnlyList<Operation>? targets = null,
        RunOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fetches);
        PythonDoor door = new(feeds ?? new Dictionary<Output, Tensor>(), fetches);
        RunSignature signature = new(door.FeedOutputs, door.Fetches, [.. targets ?? []]);
        using SessionLifetime.Use use = lifetime.Enter();
        Prepare();
        Plan plan = plans.GetOrBuild(signature, key => PlanBuilder.Build(Graph, key, environment));
        Tensor[] computed = new Tensor[door.Fetches.Length];
        Run(plan, door.FeedTensors, computed, options, cancellationToken);
        return door.Results(computed);
    }

    /// <summary>Runs what one fetch needs.</summary>
    /// <param name="fetch">The output to return.</param>
    /// <param name="feeds">Values that stand for outputs.</param>
    /// <returns>The value; the caller disposes it.</returns>
    public Tensor Run(Output fetch, IReadOnlyDictionary<Output, Tensor>? feeds) => Run(feeds, [fetch])[0];

    /// <summary>Runs what one fetch needs, without feeds.</summary>
    /// <param name="fetch">The output to return.</param>
    /// <returns>The value; the caller disposes it.</returns>
    public Tensor Run(Output fetch) => Run(null, [fetch])[0];

    /// <summary>Runs operations for their effect.</summary>
    /// <param name="targets">The operations.</param>
    public void Run(params ReadOnlySpan<Operation> targets) => Run(null, [], targets.ToArray());

    /// <summary>Plans a run once, to be run many times.</summary>
    /// <param name="feeds">The outputs that values are given for, in order.</param>
    /// <param name="fetches">The outputs to return, in order.</param>
    /// <param name="targets">Operations to run for their effect.</param>
    /// <returns>A callable that lives as long as the session.</returns>
    /// <exception cref="TfException">INVALID_ARGUMENT: an output is both fed and fetched, or fed twice; or any error of the graph.
    /// CANCELLED: the session is disposed.</exception>
    public Callable MakeCallable(IReadOnlyList<Output> feeds, IReadOnlyList<Output> fetches, IReadOnlyList<Operation>? targets = null)
    {
        RunSignature signature = new([.. feeds], [.. fetches], [.. targets ?? []]);
        CppDoor.Check(signature);
        using SessionLifetime.Use use = lifetime.Enter();
        Prepare();
        Plan plan = PlanBuilder.Build(Graph, signature, environment);
        lock (gate) ownedPlans.Add(plan);
        return new Callable(this, plan);
    }

    /// <summary>
    /// Ends the runs that are going on, with CANCELLED, waits until they have, and frees variables and plans; later runs are CANCELLED as well. Tensors
    /// that runs returned live on.
    /// </summary>
    /// <remarks>
    /// A run ends before its next step or round, one that waits at once; a kernel is not interrupted. Called from inside of a run, by
    /// <see cref="SessionOptions.Print"/> or a file system, it does not wait: the last run to end frees the memory.
    /// </remarks>
    public void Dispose() => lifetime.Dispose();

    internal void Run(Plan plan, ReadOnlySpan<Tensor> feeds, Span<Tensor> fetched, RunOptions? options, CancellationToken cancellationToken)
    {
        using SessionLifetime.Use use = lifetime.Enter();
        using RunDeadline deadline = new(options, cancellationToken);
        Show(plan, options?.Trace);
        try
        {
            PlanRunner.Run(plan, feeds, fetched, options, deadline.Token);
        }
        catch (OperationCanceledException) when (EndedBy(deadline) is { } reason)
        {
            throw reason;
        }
    }

    internal async Task<Tensor[]> RunAsync(Plan plan, Tensor[] feeds, RunOptions? options, CancellationToken cancellationToken)
    {
        using SessionLifetime.Use use = lifetime.Enter();
        using RunDeadline deadline = new(options, cancellationToken);
        Show(plan, options?.Trace);
        try
        {
            return await PlanRunner.RunAsync(plan, feeds, options, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (EndedBy(deadline) is { } reason)
        {
            throw reason;
        }
    }

    private void Show(Plan plan, RunTrace? trace)
    {
        if (trace is { OutputPartitionGraphs: true }) trace.PartitionGraphs = [PartitionGraph.Of(Graph, plan.Signature, environment)];
    }

    /// <summary>Why a run was cancelled, if its caller did not ask for it.</summary>
    private TfException? EndedBy(RunDeadline deadline) =>
        deadline.Passed ? RunDeadline.Exceeded()
        : lifetime.Closing.IsCancellationRequested && !deadline.Token.IsCancellationRequested ? SessionLifetime.Closed()
        : null;

    private void Free()
    {
        lock (gate)
        {
            foreach (Plan plan in ownedPlans) plan.Dispose();
            ownedPlans.Clear();
        }

        plans.Dispose();
        environment.Resources.Dispose();
        Graph.Close();
    }

    /// <summary>Looks at the whole graph once a version: what is wrong with it fails every run, needed or not, as in TensorFlow.</summary>
    private void Prepare()
    {
        GraphPreparation? current = Volatile.Read(ref preparation);
        if (current is null || current.Version != Graph.Version)
        {
            current = new GraphPreparation(Graph, allowSoftPlacement);
            Volatile.Write(ref preparation, current);
        }

        current.ThrowIfInvalid();
    }
}
