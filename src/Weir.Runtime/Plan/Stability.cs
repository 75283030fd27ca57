using Weir.Ops;

namespace Weir.Plans;

/// <summary>
/// Finds what belongs to the prologue: nodes that depend on nothing but constants, handles, and variables that no node of the plan writes.
/// </summary>
internal static class Stability
{
    public static void Mark(IReadOnlyList<PlanNode> nodes)
    {
        Dictionary<PlanEdge, (string Container, string Name)> handles = [];
        HashSet<(string Container, string Name)> written = [];
        bool writesUnknown = false;
        foreach (PlanNode node in nodes)
        {
            if (node.Op is IHandleOp handle) handles[new PlanEdge(node, 0)] = handle.ResourceName(node.Attributes, node.Name);
            if (node.Feed >= 0 || node.IsJoin || node.Op is not { Effect: OpEffect.Writes }) continue;
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                if (!CarriesResource(node.Inputs[i])) continue;
                if (handles.TryGetValue(node.Inputs[i], out (string, string) name)) written.Add(name);
                else writesUnknown = true;
                if (i == 0 && node.OutputTypes.Length > 0 && node.OutputTypes[0].IsReference()) handles[new PlanEdge(node, 0)] = name;
            }
        }

        foreach (PlanNode node in nodes)
        {
            node.IsStable = node.Feed < 0 && !node.IsJoin && node.Op is { } op && op.Effect != OpEffect.Writes
                && Array.TrueForAll(node.Inputs, input => input.Node.IsStable)
                && (op.Effect != OpEffect.Reads || ReadsUnwritten(node));
        }

        bool ReadsUnwritten(PlanNode node) => !writesUnknown && Array.TrueForAll(
            node.Inputs, input => !CarriesResource(input) || (handles.TryGetValue(input, out var name) && !written.Contains(name)));
    }

    private static bool CarriesResource(PlanEdge edge) => edge.DType.IsReference() || edge.DType.BaseType() is DType.Resource;
}
