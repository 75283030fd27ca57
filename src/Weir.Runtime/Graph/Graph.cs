using System.Diagnostics.CodeAnalysis;
using Weir.Definitions;
using Weir.Graphs;
using Weir.Ops;
using Weir.Protos;

namespace Weir;

/// <summary>A TensorFlow graph: operations with the edges between them, and a library of functions.</summary>
/// <remarks>Operations are added, never removed. Adding, which includes building gradients, is not thread-safe; a graph that is not added to may be read and run from many threads.</remarks>
public sealed partial class Graph
{
    private readonly List<Operation> operations = [];
    private readonly Dictionary<string, Operation> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> nameCounts = new(StringComparer.Ordinal);
    private long seeds;

    /// <summary>An empty graph.</summary>
    public Graph()
        : this(new FunctionLibrary())
    {
    }

    private Graph(FunctionLibrary functions) => Functions = functions;

    /// <summary>The operations in the order in which they were added.</summary>
    public IReadOnlyList<Operation> Operations => operations;

    /// <summary>
    /// The graph's seed: with it every random initializer added afterwards gives the same sequence in each session, one without a seed of its own by the
    /// order in which they are added. Null, the default: they differ.
    /// </summary>
    public int? Seed { get; set; }

    /// <summary>Grows when something is added: plans and preparation belong to a version.</summary>
    internal int Version { get; private set; }

    internal FunctionLibrary Functions { get; }

    /// <summary>The GraphDef version that the producer of an imported graph had; ours for a graph made here.</summary>
    internal int Producer { get; set; } = GraphVersions.Producer;

    /// <summary>Adds all of a GraphDef.</summary>
    /// <param name="graphDef">The message; not kept.</param>
    /// <param name="options">Prefix, limits, what to do with unknown attributes; null: the defaults.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: the graph is malformed. NOT_FOUND: an op is not known. The graph is unchanged then.</exception>
    public void Import(GraphDef graphDef, ImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graphDef);
        new GraphImporter(this, options ?? new ImportOptions()).Import(graphDef);
    }

    /// <summary>The operation of a name.</summary>
    /// <param name="name">The name, without <c>:0</c>.</param>
    /// <param name="operation">The operation, if there is one.</param>
    public bool TryGetOperation(string name, [MaybeNullWhen(false)] out Operation operation) => byName.TryGetValue(name, out operation);

    /// <summary>The output of a name such as <c>x:0</c>.</summary>
    /// <param name="name">An operation's name, a colon and an index.</param>
    /// <exception cref="TfException">INVALID_ARGUMENT: malformed. NOT_FOUND: there is no such operation or output.</exception>
    public Output GetOutput(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!TensorName.TryParse(name, out string node, out int index) || index < 0)
        {
            throw new TfException(StatusCode.InvalidArgument, $"'{name}' is not the name of a tensor: expected <operation>:<index>.");
        }

        if (!byName.TryGetValue(node, out Operation? operation))
        {
            throw new TfException(StatusCode.NotFound, $"The name '{name}' refers to a Tensor which does not exist. The operation, '{node}', does not exist in the graph.");
        }

        if (index >= operation.OutputCount)
        {
            throw new TfException(StatusCode.NotFound,
                $"The name '{name}' refers to a Tensor which does not exist. The operation, '{node}', exists but only has {operation.OutputCount} outputs.");
        }

        return operation[index];
    }

    /// <summary>Adds one operation of any op.</summary>
    /// <param name="type">The op, <c>MatMul</c>.</param>
    /// <param name="inputs">The edges it reads, list inputs flattened.</param>
    /// <param name="attributes">What does not follow from the inputs and has no default: <c>long</c>, <c>float</c>, <c>bool</c>,
    /// <c>string</c>, <see cref="DType"/>, <see cref="Shape"/>, <see cref="Tensor"/> (stays the caller's) or arrays of these.</param>
    /// <param name="name">The name inside the open name scope; made unique. Null: the op's name. One that ends with a slash is taken as it is,
    /// without the slash: the name of a scope.</param>
    /// <param name="controlInputs">What must have run before.</param>
    /// <returns>The operation.</returns>
    /// <exception cref="TfException">INVALID_ARGUMENT: inputs or attributes do not fit. NOT_FOUND: the op is not known.</exception>
    /// <exception cref="ArgumentException">An input belongs to another graph.</exception>
    public Operation AddOperation(
        string type,
        IReadOnlyList<Output>? inputs = null,
        IReadOnlyDictionary<string, object>? attributes = null,
        string? name = null,
        IReadOnlyList<Operation>? controlInputs = null)
    {
        OpDefinition definition = OpTable.FindDefinition(type) ?? throw OpTable.NotRegistered(type);
        Output[] edges = [.. inputs ?? []];
        foreach (Output edge in edges) RequireOwn(edge.Operation, nameof(inputs));
        foreach (Operation control in controlInputs ?? []) RequireOwn(control, nameof(controlInputs));
        AttributeList list = AttributeInference.Complete(definition, edges, attributes);
        Operation operation = new(this, operations.Count, NameFor(name ?? type), definition, list, scopeDevice)
        {
            InputEdges = edges,
            ControlEdges = [.. scopeControls.Union(controlInputs ?? [])],
        };
        NodeChecks.CheckInputs(operation);
        NodeChecks.CheckAttributes(operation);
        ShapeInference.Infer(operation);
        Add(operation);
        return operation;
    }

    /// <summary>Refuses what is not part of this graph.</summary>
    /// <exception cref="ArgumentException">The operation belongs to another graph, or to none.</exception>
    internal void RequireOwn(Operation? operation, string argument)
    {
        if (!ReferenceEquals(operation?.Graph, this)) throw new ArgumentException($"{operation?.Name ?? "An empty output"} is not part of this graph.", argument);
    }

    internal void Add(Operation operation)
    {
        operations.Add(operation);
        byName.Add(operation.Name, operation);
        Version++;
    }

    /// <summary>Takes out operations that nothing else reads, and that only the caller has seen.</summary>
    internal void Remove(HashSet<Operation> removed)
    {
        int kept = 0;
        for (int i = 0; i < operations.Count; i++)
        {
            if (removed.Contains(operations[i])) byName.Remove(operations[i].Name);
            else (operations[kept++] = operations[i]).Id = kept - 1;
        }

        operations.RemoveRange(kept, operations.Count - kept);
        Version++;
    }

    /// <summary>A graph for the body of a function, which calls functions of the same library. Its constants are the library's.</summary>
    internal static Graph OfBody(FunctionLibrary functions) => new(functions);

    /// <summary>Says that an operation has changed.</summary>
    internal void Touch() => Version++;

    /// <summary>The seed of the next random operation that has none of its own.</summary>
    internal long NextSeed() => seeds++;

    internal void AddAll(IReadOnlyList<Operation> added)
    {
        foreach (Operation operation in added) Add(operation);
    }

    private string NameFor(string name) => name.EndsWith('/') ? name[..^1] : UniqueName(CurrentNameScope + name);

    internal string UniqueName(string name)
    {
        if (IsFree(name)) return name;
        int count = nameCounts.GetValueOrDefault(name);
        string candidate;
        do candidate = $"{name}_{++count}";
        while (!IsFree(candidate));
        nameCounts[name] = count;
        return candidate;
    }

    private bool IsFree(string name) => !byName.ContainsKey(name) && !scopeNames.Contains(name);
}
