using System.Runtime.CompilerServices;
using Weir.Graphs;
using Weir.Ops;

namespace Weir.Plans;

/// <summary>Leaves one of several nodes that compute the same of the same inputs.</summary>
/// <remarks>Of a branch or loop the nodes are compared among themselves: what is inside does not run whenever what is outside does.</remarks>
internal sealed class CommonNodes
{
    private readonly Dictionary<PlanNode, PlanNode> replaced = [];

    /// <summary>Takes the others out of a list, whose nodes stand in running order.</summary>
    public static void Merge(List<PlanNode> nodes, PlanEdge[] fetches)
    {
        CommonNodes common = new();
        common.Merge(nodes);
        common.Redirect(fetches);
    }

    private void Merge(List<PlanNode> nodes)
    {
        HashSet<PlanNode> kept = new(SameComputation.Instance);
        int left = 0;
        for (int i = 0; i < nodes.Count; i++)
        {
            PlanNode node = nodes[i];
            Redirect(node);
            if (SameComputation.IsPure(node) && !kept.Add(node))
            {
                kept.TryGetValue(node, out PlanNode? first);
                replaced.Add(node, first!);
            }
            else
            {
                nodes[left++] = node;
            }
        }

        nodes.RemoveRange(left, nodes.Count - left);
    }

    private void Redirect(PlanNode node)
    {
        foreach (PlanRegion region in node.Regions)
        {
            Merge(region.Nodes);
            Redirect(region.Results);
        }

        if (replaced.Count == 0) return;
        Redirect(node.Inputs);
        if (Array.Exists(node.Controls, replaced.ContainsKey)) node.Controls = [.. node.Controls.Select(control => replaced.GetValueOrDefault(control, control)).Distinct()];
    }

    private void Redirect(PlanEdge[] edges)
    {
        for (int i = 0; i < edges.Length; i++)
        {
            if (edges[i].Node is not null && replaced.TryGetValue(edges[i].Node, out PlanNode? first)) edges[i] = new PlanEdge(first, edges[i].Index);
        }
    }

    /// <summary>Nodes are equal that compute the same; what they are called does not matter.</summary>
    private sealed class SameComputation : IEqualityComparer<PlanNode>
    {
        /// <summary>Larger constants are seldom there twice, and take long to compare.</summary>
        private const int MaxConstantBytes = 1024;

        public static SameComputation Instance { get; } = new();

        public static bool IsPure(PlanNode node) => node is { Feed: < 0, IsJoin: false, IsLoopVariable: false, MayBeDead: false, Regions.Length: 0, OutputTypes.Length: > 0 }
            && node.Op is { Effect: OpEffect.None } op && (node.Inputs.Length > 0 || op is Const)
            && !Array.Exists(node.InputTypes, CarriesState) && !Array.Exists(node.OutputTypes, CarriesState);

        public bool Equals(PlanNode? a, PlanNode? b) => ReferenceEquals(a, b) || (a is not null && b is not null
            && a.Definition == b.Definition && a.Inputs.AsSpan().SequenceEqual(b.Inputs) && a.Controls.AsSpan().SequenceEqual(b.Controls) && Same(a.Attributes, b.Attributes));

        public int GetHashCode(PlanNode node)
        {
            HashCode hash = default;
            hash.Add(node.Definition.Name);
            foreach (PlanEdge input in node.Inputs) hash.Add((RuntimeHelpers.GetHashCode(input.Node), input.Index));
            foreach (PlanNode control in node.Controls) hash.Add(RuntimeHelpers.GetHashCode(control));
            int attributes = 0;
            foreach (KeyValuePair<string, object> item in node.Attributes.Items)
            {
                // In any order: lists are compared by name.
                if (IsMeant(item)) attributes += HashCode.Combine(item.Key, HashOf(item.Value));
            }

            hash.Add(attributes);
            return hash.ToHashCode();
        }

        private static int HashOf(object value)
        {
            HashCode hash = default;
            switch (value)
            {
                case Tensor tensor when !IsSmall(tensor): return RuntimeHelpers.GetHashCode(tensor);
                case Tensor tensor: hash.AddBytes(tensor.Bytes); break;
                case byte[] bytes: hash.AddBytes(bytes); break;
                case Array list:
                    foreach (object item in list) hash.Add(HashOf(item));
                    break;
                default: return value.GetHashCode();
            }

            return hash.ToHashCode();
        }

        private static bool CarriesState(DType type) => type.IsReference() || type.BaseType() == DType.Resource;

        private static bool Same(AttributeList a, AttributeList b) => ReferenceEquals(a, b)
            || (a.Items.Count(IsMeant) == b.Items.Count(IsMeant) && a.Items.Where(IsMeant).All(item => b.Find(item.Key) is { } other && Same(item.Value, other)));

        /// <summary>Attributes with an underscore are notes of tools, on names and places.</summary>
        private static bool IsMeant(KeyValuePair<string, object> item) => !item.Key.StartsWith('_');

        private static bool Same(object a, object b) => (a, b) switch
        {
            (Tensor x, Tensor y) => ReferenceEquals(x, y) || (x.DType == y.DType && x.Shape.Equals(y.Shape) && IsSmall(x) && x.Bytes.SequenceEqual(y.Bytes)),
            (byte[] x, byte[] y) => x.AsSpan().SequenceEqual(y),
            (Array x, Array y) => x.Length == y.Length && x.Cast<object>().Zip(y.Cast<object>()).All(pair => Same(pair.First, pair.Second)),
            _ => a.Equals(b),
        };

        private static bool IsSmall(Tensor tensor) => tensor.DType.ElementSize() > 0 && tensor.ByteCount <= MaxConstantBytes;
    }
}
