using Weir.Protos;

namespace Weir.Graphs;

/// <summary>Adds a GraphDef to a graph: all of it or, with an error, nothing.</summary>
internal sealed class GraphImporter(Graph graph, ImportOptions options)
{
    private readonly Dictionary<string, Operation> imported = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Output> mapped = options.InputMap.ToDictionary(pair => FullName(pair.Key), pair => pair.Value, StringComparer.Ordinal);
    private readonly HashSet<string> unusedMaps = [.. options.InputMap.Keys.Select(FullName)];

    public void Import(GraphDef graphDef)
    {
        CheckVersions(graphDef);
        foreach (Output output in mapped.Values) graph.RequireOwn(output.Operation, nameof(options.InputMap));
        if (graphDef.Node.Count > options.Limits.MaxNodes)
        {
            throw new TfException(StatusCode.ResourceExhausted, $"The graph has {graphDef.Node.Count} nodes, more than the limit of {options.Limits.MaxNodes}.");
        }

        FunctionLibrary functions = new(graph.Functions, graphDef.Library, options);
        NodeImporter nodes = new(graph, functions, options, graphDef.Versions?.Producer ?? 0);
        Operation[] operations = new Operation[graphDef.Node.Count];
        for (int i = 0; i < operations.Length; i++) operations[i] = AddNode(nodes, graphDef.Node[i], graph.Operations.Count + i);
        for (int i = 0; i < operations.Length; i++) Connect(operations[i], graphDef.Node[i]);
        if (unusedMaps.Count > 0) throw new ArgumentException($"Attempted to map inputs that were not found in graph_def: [{string.Join(", ", unusedMaps.Order(StringComparer.Ordinal))}]");
        foreach (Operation operation in operations) CheckColocation(operation);
        foreach (Operation operation in TopologicalOrder.Of(operations))
        {
            NodeChecks.CheckInputs(operation);
            ShapeInference.Infer(operation);
        }

        functions.CheckBodies();
        graph.Functions.Merge(functions);
        graph.Producer = graphDef.Versions?.Producer ?? 0;
        graph.AddAll(operations);
    }

    private static void CheckVersions(GraphDef graphDef)
    {
        if (graphDef.Versions is not { } versions) return;
        if (versions.Producer < 0)
        {
            throw new TfException(StatusCode.InvalidArgument, $"GraphDef producer version {versions.Producer} below min producer 0 supported by Weir. Please regenerate your graph.");
        }

        if (versions.MinConsumer > GraphVersions.Producer)
        {
            throw new TfException(StatusCode.InvalidArgument,
                $"GraphDef min consumer version {versions.MinConsumer} above current version {GraphVersions.Producer} for Weir. Please upgrade Weir.");
        }

        if (versions.BadConsumers.Contains(GraphVersions.Producer))
        {
            throw new TfException(StatusCode.InvalidArgument,
                $"GraphDef disallows consumer version {GraphVersions.Producer}. Please upgrade Weir: this version is likely buggy.");
        }
    }

    private Operation AddNode(NodeImporter nodes, NodeDef node, int id)
    {
        string name = Prefixed(node.Name);
        if (!TensorName.IsValidNode(node.Name)) throw new TfException(StatusCode.InvalidArgument, $"Node '{node.Name}': Node name contains invalid characters");
        Operation operation = nodes.Make(node, name, id);
        if (!imported.TryAdd(node.Name, operation) || graph.TryGetOperation(name, out _))
        {
            throw new TfException(StatusCode.InvalidArgument, $"Node '{name}' is not unique");
        }

        return operation;
    }

    private void Connect(Operation operation, NodeDef node)
    {
        List<Output> edges = new(node.Input.Count);
        List<Operation> controls = [];
        foreach (string input in node.Input)
        {
            if (!TensorName.TryParse(input, out string source, out int index)) throw Malformed(node, input);
            if (mapped.Count > 0 && mapped.TryGetValue(FullName(input), out Output given))
            {
                unusedMaps.Remove(FullName(input));
                if (index < 0) controls.Add(given.Operation);
                else edges.Add(given);
                continue;
            }

            if (!imported.TryGetValue(source, out Operation? producer)) throw new TfException(StatusCode.InvalidArgument, $"Node '{node.Name}': Unknown input node '{input}'");
            if (index < 0)
            {
                controls.Add(producer);
                continue;
            }

            if (controls.Count > 0) throw new TfException(StatusCode.InvalidArgument, $"Node '{node.Name}': Control dependencies must come after regular dependencies");
            if (index >= producer.OutputCount)
            {
                throw new TfException(StatusCode.InvalidArgument, $"Node '{node.Name}': Connecting to invalid output {index} of source node {source} which has {producer.OutputCount} outputs.");
            }

            edges.Add(new Output(producer, index));
        }

        operation.InputEdges = [.. edges];
        operation.ControlEdges = [.. controls];
    }

    private void CheckColocation(Operation operation)
    {
        foreach (byte[] group in operation.Attributes.Find(Colocation.Attribute) as byte[][] ?? [])
        {
            if (!group.AsSpan().StartsWith(Colocation.PrefixBytes)) continue;
            string place = System.Text.Encoding.UTF8.GetString(group.AsSpan(Colocation.PrefixBytes.Length));
            if (!imported.ContainsKey(Unprefixed(place))) throw new TfException(StatusCode.InvalidArgument, $"Node '{operation.Name}' expects to be colocated with unknown node '{place}'");
        }
    }

    private static TfException Malformed(NodeDef node, string input) => new(StatusCode.InvalidArgument, $"Node '{node.Name}': '{input}' is not the name of an input");

    /// <summary>The name of an edge with its index.</summary>
    private static string FullName(string name) => name.StartsWith('^') || name.Contains(':', StringComparison.Ordinal) ? name : name + ":0";

    private string Prefixed(string name) => options.Prefix.Length == 0 ? name : $"{options.Prefix}/{name}";

    private string Unprefixed(string name) => options.Prefix.Length == 0 ? name : name[(options.Prefix.Length + 1)..];
}
