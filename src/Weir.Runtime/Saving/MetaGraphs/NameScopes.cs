using System.Text;
using Google.Protobuf;
using Weir.Protos;

namespace Weir.Saving;

/// <summary>Puts a scope before the names in a MetaGraph, or takes it away. Names of edges, control edges and colocations have it behind their sign.</summary>
internal static class NameScopes
{
    /// <summary>What the inputs are called that come from outside an exported scope.</summary>
    private const string UnboundPrefix = "$unbound_inputs_";

    public static string Prepend(string name, string scope) => scope.Length == 0 || name.Length == 0 ? name : $"{Sign(name)}{scope}/{name[Sign(name).Length..]}";

    public static string Strip(string name, string scope) => IsIn(name, scope) && scope.Length > 0 ? Sign(name) + name[(Sign(name).Length + scope.Length + 1)..] : name;

    public static bool IsIn(string name, string scope) =>
        scope.Length == 0 || name.AsSpan(Sign(name).Length).StartsWith(scope + "/", StringComparison.Ordinal);

    /// <summary>Leaves of a graph what is in a scope, under names without it.</summary>
    /// <returns>The inputs that came from elsewhere, under the names that they have now.</returns>
    /// <remarks>Source: <c>_node_def</c> in meta_graph.py (TensorFlow 2.15).</remarks>
    public static IReadOnlyList<string> Narrow(GraphDef graphDef, string scope)
    {
        NodeDef[] kept = [.. graphDef.Node.Where(node => IsIn(node.Name, scope))];
        graphDef.Node.Clear();
        graphDef.Node.AddRange(kept);
        List<string> unbound = [];
        foreach (NodeDef node in kept)
        {
            node.Name = Strip(node.Name, scope);
            for (int i = 0; i < node.Input.Count; i++)
            {
                string input = node.Input[i];
                if (IsIn(input, scope))
                {
                    node.Input[i] = Strip(input, scope);
                }
                else
                {
                    node.Input[i] = Sign(input) + UnboundPrefix + input[Sign(input).Length..];
                    unbound.Add(node.Input[i]);
                }
            }

            NarrowAttributes(node, scope);
        }

        return unbound;
    }

    private static void NarrowAttributes(NodeDef node, string scope)
    {
        if (node.Attr.TryGetValue(Graphs.Colocation.Attribute, out AttrValue? places) && places.List is { } list)
        {
            ByteString[] own = [.. list.S.Select(place => place.ToStringUtf8()).Where(place => IsIn(place, scope)).Select(place => ByteString.CopyFromUtf8(Strip(place, scope)))];
            node.Attr[Graphs.Colocation.Attribute] = new AttrValue { List = new AttrValue.Types.ListValue { S = { own } } };
        }

        if (node.Op is "Enter" or "RefEnter" && node.Attr.TryGetValue("frame_name", out AttrValue? frame))
        {
            frame.S = ByteString.CopyFrom(Strip(frame.S.ToStringUtf8(), scope), Encoding.UTF8);
        }
    }

    private static string Sign(string name) => name.StartsWith('^') ? "^" : name.StartsWith(Graphs.Colocation.Prefix, StringComparison.Ordinal) ? Graphs.Colocation.Prefix : "";
}
