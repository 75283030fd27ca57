using Weir.Protos;

namespace Weir.Cli.Show;

/// <summary>Which ops a graph uses, with those inside the functions that it reaches.</summary>
/// <remarks>Source: <c>ops_used_by_graph_def</c> (meta_graph.py, TensorFlow 2.15): a function counts once a node has its name as op, or
/// a PartitionedCall names it; other attributes are not followed.</remarks>
internal static class GraphOps
{
    public static IReadOnlyCollection<string> Of(GraphDef? graph)
    {
        if (graph is null) return [];
        Dictionary<string, FunctionDef> functions = new(StringComparer.Ordinal);
        foreach (FunctionDef function in graph.Library?.Function ?? []) functions[function.Signature?.Name ?? ""] = function;
        HashSet<string> used = new(StringComparer.Ordinal);
        Stack<FunctionDef> open = new();
        Visit(graph.Node);
        while (open.TryPop(out FunctionDef? function)) Visit(function.NodeDef);
        return [.. used.Where(op => !functions.ContainsKey(op)).Order(StringComparer.Ordinal)];

        void Visit(IEnumerable<NodeDef> nodes)
        {
            foreach (NodeDef node in nodes)
            {
                Use(node.Op);
                if (node.Op is "PartitionedCall" or "StatefulPartitionedCall" && node.Attr.TryGetValue("f", out AttrValue? f)) Use(f.Func?.Name ?? "");
            }
        }

        void Use(string op)
        {
            if (used.Add(op) && functions.TryGetValue(op, out FunctionDef? function)) open.Push(function);
        }
    }
}
