namespace Weir.Plans;

/// <summary>Puts one node in the place of a group that one kernel computes: pattern after pattern, each from the last node to the first.</summary>
/// <remarks>What is fetched or read by others stays; so does what belongs to the prologue, which runs once, and what may be dead.</remarks>
internal static class FusionPass
{
    /// <summary>All patterns; the larger ones first, for a node belongs to one group.</summary>
    private static readonly IFusionPattern[] Patterns = [new LayerNormPattern(), new SoftmaxPattern(), new ProductPattern(), new ConvolutionPattern(), new ChainPattern()];

    /// <param name="nodes">In running order; changed in place.</param>
    /// <param name="results">What is read of them afterwards.</param>
    public static void Apply(List<PlanNode> nodes, IReadOnlyList<PlanEdge> results)
    {
        LoopProducts.TakeOut(nodes);
        foreach (PlanRegion region in nodes.SelectMany(node => node.Regions)) Apply(region.Nodes, region.Results);
        PlanUses uses = new(nodes, results);
        Dictionary<PlanNode, FusedNodes> groups = [];
        HashSet<PlanNode> taken = [];
        foreach (IFusionPattern pattern in Patterns)
        {
            for (int i = nodes.Count - 1; i >= 0; i--)
            {
                if (nodes[i].IsStable || nodes[i].MayBeDead || taken.Contains(nodes[i])) continue;
                if (pattern.Match(nodes[i], uses) is not { } group || !IsFree(group, nodes[i], uses, taken)) continue;
                groups.Add(nodes[i], group);
                taken.UnionWith(group.Members);
            }
        }

        if (groups.Count == 0) return;
        SeparableBlocks.Join(nodes, groups, uses);
        PlanNode[] old = [.. nodes];
        nodes.Clear();
        foreach (PlanNode node in old)
        {
            if (groups.TryGetValue(node, out FusedNodes? group)) nodes.AddRange([.. group.Prologue, Replacement(node, group, uses)]);
            else if (!taken.Contains(node)) nodes.Add(node);
        }
    }

    private static bool IsFree(FusedNodes group, PlanNode root, PlanUses uses, HashSet<PlanNode> taken)
    {
        HashSet<PlanNode> members = [.. group.Members];
        return members.Count > 1 && uses.IsReadAtFirstOutput(root) && members.All(member => !member.IsStable && !member.MayBeDead && !taken.Contains(member) && uses.Position(member) >= 0
            && (member == root || uses.IsInside(member, members)
                || (group.AlsoMade.Contains(member) && uses.IsReadAtFirstOutput(member) && uses.IsReadAfter(member, members, uses.Position(root)))));
    }

    private static PlanNode Replacement(PlanNode root, FusedNodes group, PlanUses uses)
    {
        HashSet<PlanNode> members = [.. group.Members];
        PlanEdge[] inputs = [.. group.Inputs.Concat(members.SelectMany(member => member.Inputs).Where(input => !members.Contains(input.Node)).Except(group.Inputs))];
        PlanNode[] steps = group.Parts.Count == 0 ? [.. members.OrderBy(uses.Position)] : [.. group.Parts.Select(part => Replacement(part.Root, part.Group, uses))];
        PlanNode[] made = [root, .. group.AlsoMade];
        return new PlanNode
        {
            Name = root.Name,
            Definition = root.Definition,
            Attributes = root.Attributes,
            Inputs = inputs,
            Controls = [.. members.SelectMany(member => member.Controls).Where(control => !members.Contains(control)).Distinct()],
            InputTypes = [.. inputs.Select(input => input.DType)],
            OutputTypes = [.. made.Select(node => node.OutputTypes[0])],
            Regions = [new PlanRegion([.. steps], [.. made.Select(node => new PlanEdge(node, 0))])],
            Fused = group.Kernel,
        };
    }
}
