namespace Weir.Plans;

/// <summary>Who reads what in a list of nodes.</summary>
/// <remarks>Waiting for a node is no use of it: the nodes that are fused have no effect that could be waited for.</remarks>
internal sealed class PlanUses
{
    private readonly Dictionary<PlanNode, List<PlanNode>> readers = [];
    private readonly Dictionary<PlanNode, int> positions = [];
    private readonly HashSet<PlanNode> kept = [];
    private readonly HashSet<PlanNode> readElsewhere = [];

    /// <param name="nodes">In running order.</param>
    /// <param name="results">What is read after the last one.</param>
    public PlanUses(IReadOnlyList<PlanNode> nodes, IEnumerable<PlanEdge> results)
    {
        for (int i = 0; i < nodes.Count; i++) positions.Add(nodes[i], i);
        Note(nodes, results);
    }

    /// <summary>Where a node stands in the list; -1: elsewhere.</summary>
    public int Position(PlanNode node) => positions.GetValueOrDefault(node, -1);

    /// <summary>Whether nobody outside a group reads a node.</summary>
    public bool IsInside(PlanNode node, IReadOnlySet<PlanNode> group) =>
        !kept.Contains(node) && (!readers.TryGetValue(node, out List<PlanNode>? all) || all.TrueForAll(group.Contains));

    /// <summary>Whether a node's reader is the only one.</summary>
    public bool IsReadBy(PlanNode node, PlanNode reader) => !kept.Contains(node) && readers.TryGetValue(node, out List<PlanNode>? all) && all.TrueForAll(one => one == reader);

    /// <summary>Whether those outside a group that read a node all stand after a position.</summary>
    public bool IsReadAfter(PlanNode node, IReadOnlySet<PlanNode> group, int position) =>
        !readers.TryGetValue(node, out List<PlanNode>? all) || all.TrueForAll(reader => group.Contains(reader) || Position(reader) > position);

    /// <summary>Whether nothing of a node is read but its first output.</summary>
    public bool IsReadAtFirstOutput(PlanNode node) => !readElsewhere.Contains(node);

    private void Note(IReadOnlyList<PlanNode> nodes, IEnumerable<PlanEdge> results)
    {
        foreach (PlanEdge result in results)
        {
            kept.Add(result.Node);
            if (result.Index > 0) readElsewhere.Add(result.Node);
        }

        foreach (PlanNode node in nodes)
        {
            foreach (PlanEdge input in node.Inputs)
            {
                if (!readers.TryGetValue(input.Node, out List<PlanNode>? all)) readers.Add(input.Node, all = []);
                all.Add(node);
                if (input.Index > 0) readElsewhere.Add(input.Node);
            }

            foreach (PlanRegion region in node.Regions) Note(region.Nodes, region.Results);
        }
    }
}
