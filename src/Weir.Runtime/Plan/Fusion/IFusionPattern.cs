namespace Weir.Plans;

/// <summary>A group of nodes that one kernel can compute, recognized by its structure.</summary>
internal interface IFusionPattern
{
    /// <summary>Looks whether a node is the last one of such a group. Whether others read what is inside is for the pass to see.</summary>
    /// <returns>The group; null: it is not.</returns>
    FusedNodes? Match(PlanNode root, PlanUses uses);
}

/// <summary>Nodes to be computed by one kernel.</summary>
/// <param name="Kernel">What computes them.</param>
/// <param name="Members">The nodes, the last one among them, in any order.</param>
/// <param name="Inputs">What the kernel reads, in its order.</param>
internal sealed record FusedNodes(FusedKernel Kernel, IReadOnlyCollection<PlanNode> Members, PlanEdge[] Inputs)
{
    /// <summary>Stable nodes that make inputs of the kernel, in running order.</summary>
    public IReadOnlyList<PlanNode> Prologue { get; init; } = [];

    /// <summary>Members besides the last one whose first output the kernel makes too, for readers that all come after the last one.</summary>
    public IReadOnlyList<PlanNode> AlsoMade { get; init; } = [];

    /// <summary>The groups that it is joined of, with their last nodes: then they are the steps that do it where the kernel can not. None: the members are.</summary>
    public IReadOnlyList<(PlanNode Root, FusedNodes Group)> Parts { get; init; } = [];
}
