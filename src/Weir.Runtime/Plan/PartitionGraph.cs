using Weir.Graphs;
using Weir.Ops;
using Weir.Protos;
using Weir.Sessions;

namespace Weir.Plans;

/// <summary>The graph of a run as a GraphDef: what is needed of the session's graph, functions taken in, equal nodes once; feeds are _Arg nodes, fetches _Retval nodes.</summary>
/// <remarks>Branches and loops stay nodes that call functions. A name that two nodes would have gets a number. Source: subgraph.cc (TensorFlow 2.15).</remarks>
internal sealed class PartitionGraph
{
    private const string Result = "_Retval";

    private readonly GraphDef graphDef = new();
    private readonly Dictionary<PlanNode, string> names = [];
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    public static GraphDef Of(Graph graph, RunSignature run, RunEnvironment environment)
    {
        using CalledFunctions functions = new(graph.Functions);
        (List<PlanNode> nodes, PlanEdge[] fetches) = PlanBuilder.Expand(graph, run, environment, functions);
        PartitionGraph partition = new();
        partition.Add(nodes, run);
        for (int i = 0; i < fetches.Length; i++) partition.AddResult(fetches[i], run.Fetches[i], i);
        partition.graphDef.Versions = new VersionDef { Producer = graph.Producer };
        if (graph.Functions.All.Count > 0) partition.graphDef.Library = graph.Functions.ToProto(new GraphExporter());
        return partition.graphDef;
    }

    private void Add(List<PlanNode> nodes, RunSignature run)
    {
        foreach (PlanNode node in nodes) names.Add(node, Unique(node.Feed < 0 ? node.Name : $"_arg_{node.Name}_{run.Feeds[node.Feed].Index}_{node.Feed}"));

        // All names first: what comes round in a loop of TensorFlow 1 stands behind its reader.
        foreach (PlanNode node in nodes) graphDef.Node.Add(node.Feed < 0 ? ToNode(node) : Feed(node));
    }

    private NodeDef ToNode(PlanNode node)
    {
        NodeDef proto = New(names[node], node.Definition.Name);

        // A gate only waits for what it reads.
        if (!node.IsGate) proto.Input.Add(node.Inputs.Select(NameOf));
        proto.Input.Add((node.IsGate ? node.Inputs.Select(input => input.Node) : []).Concat(node.Controls).Select(control => "^" + names[control]).Distinct());
        AddAttributes(proto, node.Attributes);
        return proto;
    }

    private NodeDef Feed(PlanNode node) => AddAttributes(New(names[node], Argument.OpDefinition.Name), Place(node.OutputTypes[0], node.Feed));

    private void AddResult(PlanEdge edge, Output fetch, int index)
    {
        NodeDef proto = New(Unique($"{Result.ToLowerInvariant()}_{fetch.Operation.Name}_{fetch.Index}_{index}"), Result);
        proto.Input.Add(NameOf(edge));
        graphDef.Node.Add(AddAttributes(proto, Place(edge.DType, index)));
    }

    private static AttributeList Place(DType type, int index) => new(KeyValuePair.Create<string, object>("T", type), KeyValuePair.Create<string, object>("index", (long)index));

    private static NodeDef New(string name, string op) => new() { Name = name, Op = op, Device = StepStatsOf.Device };

    private static NodeDef AddAttributes(NodeDef proto, AttributeList attributes)
    {
        foreach ((string name, object value) in attributes.Items) proto.Attr.Add(name, AttributeCodec.Encode(value));
        return proto;
    }

    private string NameOf(PlanEdge edge) => edge.Index == 0 ? names[edge.Node] : $"{names[edge.Node]}:{edge.Index}";

    private string Unique(string name)
    {
        string unique = name;
        for (int i = 1; !taken.Add(unique); i++) unique = $"{name}_{i}";
        return unique;
    }
}
