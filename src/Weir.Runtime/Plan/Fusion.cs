namespace Weir.Plans;

/// <summary>Replaces groups of nodes by one node that does the same in one pass over memory.</summary>
internal static class Fusion
{
    public static IReadOnlyList<PlanNode> Apply(IReadOnlyList<PlanNode> nodes, PlanEdge[] fetches) => nodes;
}
