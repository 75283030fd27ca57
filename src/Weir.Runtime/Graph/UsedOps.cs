using Weir.Definitions;
using Weir.Ops;
using Weir.Protos;

namespace Weir.Graphs;

/// <summary>The definitions of the ops that a graph uses: a MetaGraph has them, so that an older reader knows what it does not know.</summary>
/// <remarks>Source: <c>stripped_op_list_for_graph</c> in meta_graph.py (TensorFlow 2.15).</remarks>
internal static class UsedOps
{
    public static OpList Of(GraphDef graphDef)
    {
        Dictionary<string, FunctionDef> functions = (graphDef.Library?.Function ?? []).ToDictionary(function => function.Signature.Name, StringComparer.Ordinal);
        SortedSet<string> used = new(StringComparer.Ordinal);
        Stack<IEnumerable<NodeDef>> bodies = new([graphDef.Node]);
        while (bodies.TryPop(out IEnumerable<NodeDef>? nodes))
        {
            foreach (NodeDef node in nodes)
            {
                Add(node.Op);
                if (OpTable.Find(node.Op) is PartitionedCall && node.Attr.TryGetValue("f", out AttrValue? called)) Add(called.Func.Name);
            }
        }

        return new OpList { Op = { used.Where(name => !functions.ContainsKey(name)).Select(name => OpDefinitionWriter.ToProto(OpTable.FindDefinition(name)!)) } };

        void Add(string op)
        {
            if (used.Add(op) && functions.TryGetValue(op, out FunctionDef? function)) bodies.Push(function.NodeDef);
        }
    }
}
